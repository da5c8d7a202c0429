package output

import (
	"strings"

	"keyctl/client"
)

// oneOf lists choices for a hint: "a, b or c".
func oneOf(choices []string) string {
	if len(choices) < 2 {
		return strings.Join(choices, "")
	}
	last := len(choices) - 1
	return strings.Join(choices[:last], ", ") + " or " + choices[last]
}

// suggest begins a hint with the choice that was probably meant; it is empty
// when none is near.
func suggest(typed string, choices []string) string {
	const longest = 32 // nobody mistypes more
	best, nearest := "", 3
	if len(typed) > longest {
		return ""
	}
	for _, choice := range choices {
		distance := editDistance(strings.ToLower(typed), choice)
		if distance < nearest && distance < len(choice) {
			best, nearest = choice, distance
		}
	}
	if best == "" {
		return ""
	}
	return "did you mean " + client.Quote(best) + "? "
}

// editDistance counts the letters to insert, remove or replace to make b of a.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
