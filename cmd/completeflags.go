package cmd

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"keyctl/output"
)

// completeFlag says how the value of a flag is completed.
func completeFlag(command *cobra.Command, name string, values cobra.CompletionFunc) {
	if err := command.RegisterFlagCompletionFunc(name, values); err != nil {
		panic(err) // a flag that the line before should have made
	}
}

// completeRootFlags is [completeFlag] for the flags that every command takes.
func (a *app) completeRootFlags(root *cobra.Command) {
	completeFlag(root, "profile", words(a.profileNames))
	completeFlag(root, "output", formats)
	completeFlag(root, "workspace", words(func() []string { return nil }))
	completeFlag(root, "ca-file", files)
	completeFlag(root, "timeout", words(func() []string { return []string{"5s", "30s", "2m"} }))
	completeFlag(root, "columns", listOf(output.ColumnNames))
}

// words completes one of some words.
func words(give func() []string) cobra.CompletionFunc {
	return func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return give(), cobra.ShellCompDirectiveNoFileComp
	}
}

// firstWord completes the first argument only.
func firstWord(give func() []string) cobra.CompletionFunc {
	return func(_ *cobra.Command, there []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if len(there) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return give(), cobra.ShellCompDirectiveNoFileComp
	}
}

// others completes one of some words that isn't there yet. Behind a colon
// something has to follow.
func others(give func() []string) cobra.CompletionFunc {
	return func(_ *cobra.Command, there []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		left := slices.DeleteFunc(give(), func(word string) bool {
			return slices.Contains(there, word) || !strings.HasPrefix(word, typed)
		})
		if len(left) == 1 && strings.HasSuffix(left[0], ":") {
			return left, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
		}
		return left, cobra.ShellCompDirectiveNoFileComp
	}
}

// files leaves it to the shell to complete files.
func files(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveDefault
}

// listOf completes a list with commas, without what it has already.
func listOf(give func() []string) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		head := typed[:strings.LastIndex(typed, ",")+1]
		var left []cobra.Completion
		for _, word := range give() {
			if !slices.ContainsFunc(strings.Split(head, ","), func(there string) bool { return sameColumn(there, word) }) {
				left = append(left, head+word)
			}
		}
		return left, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
}

// sameColumn reports whether two words are one column, or the same word: times
// have a short name, too, and an order may have a - in front.
func sameColumn(there, word string) bool {
	there = strings.ToLower(strings.TrimPrefix(strings.TrimSpace(there), "-"))
	word = strings.TrimPrefix(word, "-")
	return there == word || there+"_at" == word
}

// formats completes those that the command can write. All can write the plain
// ones, but for those that write no data.
func formats(command *cobra.Command, _ []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	names := plainFormats()
	switch command.CommandPath()[len(command.Root().Name()):] {
	case " list", " show", " rename", " expire", " scope", " quota", " enable", " disable", " revoke", " delete", " identify":
		names = output.Formats()
	case " create":
		names = output.CreatedFormats()
	case " usage":
		names = output.UsageFormats()
	case " completion", " help":
		names = nil
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

// orders gives each column, and each the other way round.
func orders() []string {
	var orders []string
	for _, name := range output.ColumnNames() {
		orders = append(orders, name, "-"+name)
	}
	return orders
}
