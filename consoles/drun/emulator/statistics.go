package emulator

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"keyctl/emulator"
)

func (c console) statistics(w http.ResponseWriter, r *http.Request, at place) error {
	asked, err := readQuestion(w, r)
	if err != nil {
		return err
	}
	used, err := c.account.Usage(r.Context(), asked.since, asked.until, asked.ids, asked.models)
	if err != nil {
		return err
	}
	var total emulator.Usage
	sums := map[dataPoint]emulator.Usage{}
	for _, one := range used {
		if at.holds(one.Owner, one.Workspace) {
			point := dataPoint{Timestamp: startOf(asked.period, one.Hour.UTC()), Model: one.Model, ModelType: "TEXT_GENERATION"}
			sums[point] = sums[point].Plus(one.Usage)
			total = total.Plus(one.Usage)
		}
	}
	points := []dataPoint{}
	for point, sum := range sums {
		point.Usage = wireUsage(sum)
		points = append(points, point)
	}
	slices.SortFunc(points, func(a, b dataPoint) int {
		if order := a.Timestamp.Compare(b.Timestamp); order != 0 {
			return order
		}
		return strings.Compare(a.Model, b.Model)
	})
	emulator.WriteJSON(w, http.StatusOK, statistics{DataPoints: points, TotalUsage: wireUsage(total)})
	return nil
}

// startOf is when the period began that an hour belongs to.
func startOf(period string, hour time.Time) time.Time {
	year, month, day := hour.Date()
	switch period {
	case hourly:
		return hour
	case weekly:
		day -= (int(hour.Weekday()) + 6) % 7
	case monthly:
		day = 1
	}
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}
