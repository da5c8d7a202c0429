package cli

import (
	"cmp"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"keyctl/custody/sink"
	"keyctl/internal/complete"
)

// SinkPlaces completes where a secret goes: the kind of place, and the path of
// those that are files.
func SinkPlaces(command *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	kind, path, named := strings.Cut(typed, ":")
	if !named || kind != "file" && kind != "env" {
		return complete.Others(sinkWords)(command, nil, typed)
	}
	directive := cobra.ShellCompDirectiveNoFileComp
	var places []cobra.Completion
	for _, one := range paths(path, kind == "env") {
		places = append(places, kind+":"+one)
		if kind == "env" || strings.HasSuffix(one, "/") { // something follows
			directive |= cobra.ShellCompDirectiveNoSpace
		}
	}
	return places, directive
}

// sinkWords gives the kinds of places.
func sinkWords() []string {
	var words []string
	for _, kind := range sink.Kinds() {
		word := kind.Name
		if kind.Place != "" {
			word += ":"
		}
		words = append(words, word)
	}
	return words
}

// paths gives the files that a path may be the beginning of, and the folders
// with a slash. What is hidden has to be asked for, but for dotenv files.
func paths(typed string, dotenv bool) []string {
	folder, begun := filepath.Split(typed)
	entries, _ := os.ReadDir(cmp.Or(folder, "."))
	var found []string
	for _, entry := range entries {
		name := entry.Name()
		asked := begun != "" || dotenv && strings.HasPrefix(name, ".env")
		if !strings.HasPrefix(name, begun) || strings.HasPrefix(name, ".") && !asked {
			continue
		}
		if entry.IsDir() {
			name += "/"
		}
		found = append(found, folder+name)
	}
	return found
}
