// Command reference writes what is made from the commands and their flags:
//
//	go run ./internal/reference -markdown docs/reference
//
// renews the pages of docs/reference, which a test compares. A release also
// has man pages and completion scripts, under the name of the program that they
// are for:
//
//	SOURCE_DATE_EPOCH=$(git log -1 --format=%ct) go run ./internal/reference \
//	  -name keyctl-cloud -man generated/man -completions generated/completions
//
// A man page has a date. It is that of the source, from SOURCE_DATE_EPOCH, and
// never today's: the same source gives the same bytes.
package main

import (
	"flag"
	"fmt"
	"os"
)

// wanted is what the command line asks for. A folder that is "" isn't written.
type wanted struct {
	name        string
	version     string
	markdown    string
	man         string
	completions string
}

func main() {
	var w wanted
	flag.StringVar(&w.name, "name", "keyctl", "what the program is called")
	flag.StringVar(&w.version, "version", "", "the version that man pages tell")
	flag.StringVar(&w.markdown, "markdown", "", "write Markdown into this folder")
	flag.StringVar(&w.man, "man", "", "write man pages into this folder")
	flag.StringVar(&w.completions, "completions", "", "write completion scripts into this folder")
	flag.Parse()
	if err := w.write(os.Getenv("SOURCE_DATE_EPOCH")); err != nil {
		fmt.Fprintln(os.Stderr, "reference:", err)
		os.Exit(1)
	}
}

func (w wanted) write(epoch string) error {
	if w.markdown != "" {
		if err := writeMarkdown(w.markdown, w.name); err != nil {
			return err
		}
	}
	if w.man != "" {
		if err := writeMan(w.man, w.name, w.version, epoch); err != nil {
			return err
		}
	}
	if w.completions != "" {
		return writeCompletions(w.completions, w.name)
	}
	return nil
}
