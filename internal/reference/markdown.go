package main

import (
	"bytes"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

func writeMarkdown(folder, name string) error {
	return writePages(folder, name, "_", ".md", func(command *cobra.Command) ([]byte, error) {
		var text bytes.Buffer
		err := doc.GenMarkdown(command, &text)
		return append(bytes.TrimSpace(text.Bytes()), '\n'), err
	})
}

// markdown makes Markdown of a help text: its indented lines stay as they are,
// and the rest is text.
func markdown(help string) string {
	var text strings.Builder
	fenced, blank := false, ""
	for line := range strings.SplitSeq(help, "\n") {
		if line == "" {
			blank += "\n"
			continue
		}
		switch indented := strings.HasPrefix(line, "  "); {
		case indented && !fenced:
			blank = "\n```\n"
		case !indented && fenced:
			blank = "```\n\n"
		}
		fenced = strings.HasPrefix(line, "  ")
		if !fenced {
			line = strings.NewReplacer("*", `\*`, "<", `\<`, "[", `\[`).Replace(line)
		}
		text.WriteString(blank + line + "\n")
		blank = ""
	}
	if fenced {
		text.WriteString("```\n")
	}
	return strings.TrimSpace(text.String())
}
