package emulator

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"time"
)

// bucketUsage holds what was used: hour, key and model → [Metered].
const bucketUsage = "usage"

// Usage is what requests used, in the console's own units.
type Usage struct {
	Requests int64 `json:"requests"`
	Input    int64 `json:"input"`
	Output   int64 `json:"output"`
	Cached   int64 `json:"cached"`
	Total    int64 `json:"total"`
}

// Plus is both together.
func (u Usage) Plus(other Usage) Usage {
	return Usage{
		Requests: u.Requests + other.Requests,
		Input:    u.Input + other.Input,
		Output:   u.Output + other.Output,
		Cached:   u.Cached + other.Cached,
		Total:    u.Total + other.Total,
	}
}

// Metered is what one key used of one model within an hour. It outlives the key.
type Metered struct {
	Key       string    `json:"key"`
	Owner     string    `json:"owner,omitempty"`
	Workspace string    `json:"workspace,omitempty"`
	Model     string    `json:"model"`
	Hour      time.Time `json:"hour"`
	Usage     Usage     `json:"usage"`
}

func (s shelf) addUsage(added Metered) error {
	usage, err := s.root.CreateBucketIfNotExists([]byte(bucketUsage))
	if err != nil {
		return err
	}
	entry := append(hourEntry(added.Hour), added.Key+"\x00"+added.Model...)
	if text := usage.Get(entry); text != nil {
		before, err := readMetered(text)
		if err != nil {
			return err
		}
		added.Usage = added.Usage.Plus(before.Usage)
	}
	text, err := json.Marshal(added)
	if err != nil {
		return fmt.Errorf("write the usage to the data file: %w", err)
	}
	return usage.Put(entry, text)
}

func readMetered(text []byte) (Metered, error) {
	var metered Metered
	if err := json.Unmarshal(text, &metered); err != nil {
		return Metered{}, fmt.Errorf("read the usage from the data file: %w", err)
	}
	return metered, nil
}

// hourEntry sorts by time, also before 1970.
func hourEntry(hour time.Time) []byte {
	return binary.BigEndian.AppendUint64(nil, uint64(hour.Unix())^(math.MaxInt64+1))
}
