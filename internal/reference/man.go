package main

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

func writeMan(folder, name, version, epoch string) error {
	seconds, err := strconv.ParseInt(epoch, 10, 64)
	if err != nil {
		return fmt.Errorf("man pages need SOURCE_DATE_EPOCH, such as $(git log -1 --format=%%ct): %w", err)
	}
	date := time.Unix(seconds, 0).UTC()
	return writePages(folder, name, "-", ".1", func(command *cobra.Command) ([]byte, error) {
		header := &doc.GenManHeader{Section: "1", Date: &date, Source: strings.TrimSpace(name + " " + version), Manual: "User Commands"}
		var text bytes.Buffer
		err := doc.GenMan(command, header, &text)
		return []byte(polish(text.String())), err
	})
}

// polish gives options the layout that man pages have for them, and makes
// hyphens what they are on a command line, so that they can be copied.
func polish(page string) string {
	var polished []string
	for line := range strings.SplitSeq(page, "\n") {
		last := len(polished) - 1
		switch text, isAbout := strings.CutPrefix(line, "\t"); {
		case isAbout && last >= 0 && strings.HasPrefix(polished[last], `\fB\-`):
			option := polished[last]
			if polished[last-1] == ".PP" {
				polished = polished[:last-1]
			} else {
				polished = polished[:last]
			}
			polished = append(polished, ".TP", value(option), hyphens(text))
		case strings.HasPrefix(line, "."):
			polished = append(polished, line)
		case line != "" || last < 0 || polished[last] != "":
			polished = append(polished, hyphens(line))
		}
	}
	return strings.Join(polished, "\n")
}

func hyphens(line string) string {
	return strings.ReplaceAll(strings.ReplaceAll(line, `\-`, "-"), "-", `\-`)
}

// value shows the default of an option, where it says something.
func value(option string) string {
	for _, nothing := range []string{`=""`, "=[]", "=0", "=0s"} {
		if name, found := strings.CutSuffix(option, nothing); found {
			return name + `=\fIVALUE\fP`
		}
	}
	return strings.TrimSuffix(option, "[=false]")
}
