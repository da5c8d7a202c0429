package shell

import (
	"strings"
	"unicode/utf8"
)

// Bash is what bash tells a completion function.
type Bash struct {
	Line  string // COMP_LINE before the cursor
	Word  string // $2: what readline replaces, which is often the end of a word only
	Menu  bool   // choices go into the line as they are shown, so there are no descriptions
	Width int    // of the terminal, in cells
}

// Replies gives COMPREPLY for some choices. Of several, bash puts into the line
// what they have in common: so each is quoted for the place where it would
// stand, and each comes once, or else its description would be common, too.
func (b Bash) Replies(choices []Choice) []string {
	line := Read(b.Line)
	word := line.Words[len(line.Words)-1]
	tail := b.tail(line.Quote)
	if !strings.HasSuffix(word, tail) {
		return nil
	}
	head := strings.TrimSuffix(word, tail)
	var fitting []Choice
	seen := map[string]bool{}
	for _, choice := range choices {
		if !strings.HasPrefix(choice.Text, word) || !Plain(choice.Text) || seen[choice.Text] {
			continue
		}
		seen[choice.Text] = true
		text := strings.TrimPrefix(choice.Text, head)
		if line.Quote == 0 {
			text = strings.ReplaceAll(text, " ", `\ `)
		}
		fitting = append(fitting, Choice{text, choice.About})
	}
	if len(fitting) == 1 || b.Menu || line.Quote != 0 {
		return texts(fitting)
	}
	return b.described(fitting)
}

// tail is what the text that readline replaces stands for. Behind a sign at
// which readline breaks words, it may give the sign itself.
func (b Bash) tail(quote byte) string {
	text := b.Word
	if quote != 0 {
		text = string(quote) + text
	}
	words := Read(text).Words
	return words[len(words)-1]
}

func texts(choices []Choice) []string {
	var texts []string
	for _, choice := range choices {
		texts = append(texts, choice.Text)
	}
	return texts
}

// described puts the descriptions behind the choices, as far as they fit into a
// line.
func (b Bash) described(choices []Choice) []string {
	longest := 0
	for _, choice := range choices {
		longest = max(longest, utf8.RuneCountInString(choice.Text))
	}
	lines := texts(choices)
	room := b.Width - longest - len("  ()") - 1
	for i, choice := range choices {
		if choice.About == "" || room < len("a few words") {
			continue
		}
		pad := strings.Repeat(" ", longest-utf8.RuneCountInString(choice.Text))
		lines[i] += pad + "  (" + cut(choice.About, room) + ")"
	}
	return lines
}

func cut(text string, room int) string {
	if runes := []rune(text); len(runes) > room {
		return string(runes[:room-1]) + "…"
	}
	return text
}
