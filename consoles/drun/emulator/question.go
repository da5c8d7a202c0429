package emulator

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"keyctl/emulator"
)

// The periods that statistics can be split into.
const (
	hourly  = "TIME_PERIOD_HOUR"
	daily   = "TIME_PERIOD_DAY"
	weekly  = "TIME_PERIOD_WEEK"
	monthly = "TIME_PERIOD_MONTH"
)

// question is what statistics are asked for.
type question struct {
	since, until time.Time
	ids, models  []string
	period       string
}

// rawQuestion is a question as it was written, with "" for what is absent.
type rawQuestion struct {
	since, until, period string
	ids, models          []string
}

func readQuestion(w http.ResponseWriter, r *http.Request) (question, error) {
	members := []string{"startTime", "endTime", "ids", "models", "period"}
	if r.Method == http.MethodGet {
		if err := readQuery(r, members...); err != nil {
			return question{}, err
		}
		return asQuery(r.URL.Query()).parse()
	}
	body, err := readBody(w, r, members...)
	if err != nil {
		return question{}, err
	}
	raw, err := asBody(body)
	if err != nil {
		return question{}, err
	}
	return raw.parse()
}

func asQuery(query url.Values) rawQuestion {
	return rawQuestion{
		since: query.Get("startTime"), until: query.Get("endTime"), period: query.Get("period"),
		ids: query["ids"], models: query["models"],
	}
}

func asBody(body emulator.Object) (rawQuestion, error) {
	var raw rawQuestion
	for name, into := range map[string]*string{"startTime": &raw.since, "endTime": &raw.until, "period": &raw.period} {
		text, err := body.Text(name)
		if err != nil {
			return rawQuestion{}, err
		}
		if text != nil {
			*into = *text
		}
	}
	for name, into := range map[string]*[]string{"ids": &raw.ids, "models": &raw.models} {
		list, err := member[[]string](body, name, "a list of strings")
		if err != nil {
			return rawQuestion{}, err
		}
		if list != nil {
			*into = *list
		}
	}
	return raw, nil
}

func (raw rawQuestion) parse() (question, error) {
	asked := question{ids: raw.ids, models: raw.models, period: raw.period}
	var err error
	if raw.since != "" {
		if asked.since, err = readTime("startTime", raw.since); err != nil {
			return question{}, err
		}
	}
	if raw.until != "" {
		if asked.until, err = readTime("endTime", raw.until); err != nil {
			return question{}, err
		}
	}
	if !asked.until.IsZero() && asked.until.Before(asked.since) {
		return question{}, invalid("endTime must not be before startTime", "endTime 不能早于 startTime")
	}
	if asked.period == "" || asked.period == "TIME_PERIOD_UNSPECIFIED" {
		asked.period = daily
	}
	if !slices.Contains([]string{hourly, daily, weekly, monthly}, asked.period) {
		return question{}, invalid("unknown period", "未知的 period")
	}
	return asked, nil
}
