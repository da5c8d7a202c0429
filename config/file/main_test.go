package file

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

// childVariable makes the test program a writer of profiles: FOLDER:NUMBER.
const childVariable = "CONFIG_TEST_CHILD"

const rounds = 30

func TestMain(m *testing.M) {
	if folder, number, ok := strings.Cut(os.Getenv(childVariable), ":"); ok {
		for round := range rounds {
			store := Store{folder: folder, patience: time.Hour} // all of the writers wait for each other
			if err := store.Update(context.Background(), add(fmt.Sprintf("w%s-%d", number, round))); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
			fmt.Println(round)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}
