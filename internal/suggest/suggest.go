// Package suggest guesses which word a mistyped one was meant to be.
package suggest

import (
	"strings"

	"keyctl/internal/safetext"
)

// Hint begins a hint with the choice that was probably meant; it is empty when
// none is near.
func Hint(typed string, choices []string) string {
	nearest := Nearest(typed, choices)
	if nearest == "" {
		return ""
	}
	return "did you mean " + safetext.Quote(nearest) + "? "
}

// longest is the longest word that is compared; nobody mistypes more.
const longest = 32

// Nearest gives the choice that was probably meant, "" when none is near: at
// most two letters are wrong, missing or too many, and fewer than it has.
func Nearest(typed string, choices []string) string {
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
	return best
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
