package emulator

import (
	"strconv"
	"strings"
)

// prefersChinese reads an Accept-Language header: the language of the greatest
// weight counts, the first of several.
func prefersChinese(header string) bool {
	chinese, greatest := false, 0.0
	for choice := range strings.SplitSeq(header, ",") {
		tag, parameter, weighted := strings.Cut(choice, ";")
		weight := 1.0
		if weighted {
			name, value, _ := strings.Cut(strings.TrimSpace(parameter), "=")
			parsed, err := strconv.ParseFloat(value, 64)
			if err != nil || name != "q" {
				continue
			}
			weight = parsed
		}
		if weight > greatest {
			language, _, _ := strings.Cut(strings.TrimSpace(tag), "-")
			chinese, greatest = strings.EqualFold(language, "zh"), weight
		}
	}
	return chinese
}
