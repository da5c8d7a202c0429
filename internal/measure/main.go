//go:build unix

// Command measure compares keyctl with what people would use instead, and
// prints medians of alternating runs as ratios: absolute times say more about
// the machine than about the program.
//
//	CGO_ENABLED=0 go build -o keyctl . && go run ./internal/measure ./keyctl
//
// It needs go, curl, jq, column and sh; all traffic stays on loopback.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

const (
	startRuns = 20
	listRuns  = 7
	listKeys  = 100_000
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: measure KEYCTL")
		os.Exit(2)
	}
	work := measure
	if os.Args[1] == serveWord {
		work = serve
	}
	if err := work(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(1)
	}
}

func measure(program string) error {
	program, err := filepath.Abs(program)
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "measure")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	if err := measureStart(program, folder); err != nil {
		return err
	}
	return measureList(program)
}

// measureStart compares the start with that of the smallest Go program.
func measureStart(program, folder string) error {
	source := filepath.Join(folder, "hello.go")
	text := "package main\n\nimport \"fmt\"\n\nfunc main() { fmt.Println(\"hello\") }\n"
	if err := os.WriteFile(source, []byte(text), 0o600); err != nil {
		return err
	}
	hello := filepath.Join(folder, "hello")
	build := exec.Command("go", "build", "-o", hello, source)
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return err
	}
	figures, err := alternate(startRuns, []run{
		{"hello world", nil, []string{hello}},
		{"keyctl --version", nil, []string{program, "--version"}},
	})
	if err != nil {
		return err
	}
	fmt.Printf("start, medians of %d alternating runs\n", startRuns)
	figures[1].print(figures[0])
	return nil
}

// measureList compares lists with the pipelines that people write.
func measureList(program string) error {
	server, err := startServer()
	if err != nil {
		return err
	}
	defer server.stop()
	curl := fmt.Sprintf("curl -s -H 'X-API-Key: %s' %s/api-keys", credential, server.base)
	environment := []string{"KEYCTL_CONSOLE=huddle01", "KEYCTL_API_KEY=" + credential, "KEYCTL_BASE_URL=" + server.base}
	list := func(format string) run {
		return run{"keyctl list -o " + format, environment, []string{program, "list", "-o", format}}
	}
	shell := func(line string) run { return run{"curl " + line, nil, []string{"sh", "-c", curl + " " + line}} }
	figures, err := alternate(listRuns, []run{
		shell("| jq ."),
		shell(`| jq -r '.data[] | [.name, .id, .prefix, .created_at] | @tsv' | column -t`),
		list("json"), list("table"), list("csv"), list("tsv"), list("jsonl"),
	})
	if err != nil {
		return err
	}
	fmt.Printf("list of %d keys, medians of %d alternating runs\n", listKeys, listRuns)
	figures[2].print(figures[0])
	figures[3].print(figures[1])
	for _, figure := range figures[4:] {
		figure.print(figures[0])
	}
	return nil
}
