package info

import (
	"context"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"keyctl/client/network"
	"keyctl/cmd/cli"
	"keyctl/consoles"
	"keyctl/emulator"
	"keyctl/internal/complete"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

type emulatorOptions struct {
	listen   string
	settings emulator.Settings
	faults   []string
}

const emulatorHelp = `Serve the embedded console on one loopback port, for scripts, other programs and
the vendors' own clients, until a signal ends it. It prints where it listens and
a credential for each console, made for this run; with -o json as one object on
one line. It answers loopback hosts only, and nothing that a web page sends.

Faults are STATUS@VERB or STATUS@VERB*TIMES with the verbs create, list, rename,
expire, scope, enable, disable, revoke, delete, quota, check (may a key be
created?), verify (a secret is tried) and usage (statistics): they are answered
instead of being carried out.`

const emulatorExamples = `  keyctl emulator
  keyctl emulator --listen 127.0.0.1:8080 --data keys.db
  keyctl emulator --fail '503@list*2' --limit 3 --latency 200ms -o json`

// NewEmulator makes the command `emulator`.
func NewEmulator(run *cli.Run) *cobra.Command {
	var o emulatorOptions
	command := &cobra.Command{
		Use:     "emulator",
		Short:   "serve the embedded console on a loopback port",
		Long:    emulatorHelp,
		Example: run.Examples(emulatorExamples),
		Args:    cli.Arguments(0, 0, "emulator takes flags only"),
		RunE:    func(c *cobra.Command, _ []string) error { return runEmulator(c.Context(), run, o) },
	}
	flags := command.Flags()
	flags.StringVar(&o.listen, "listen", "127.0.0.1:0", "the loopback address and port; port 0 is any free one")
	flags.StringVar(&o.settings.Data, "data", "", "keep the keys in this file (hashes of the secrets only)")
	flags.BoolVar(&o.settings.InMemory, "in-memory", false, "keep nothing when it ends (default without --data)")
	flags.DurationVar(&o.settings.Latency, "latency", 0, "wait before each answer")
	flags.StringArrayVar(&o.faults, "fail", nil, "fail requests, like 429@revoke*2; repeatable")
	flags.IntVar(&o.settings.Limit, "limit", 0, "the most active keys an account can have; 0 is each console's own rule")
	flags.IntVar(&o.settings.RequestsPerMinute, "rate", 0, "the most requests a minute with one credential, where a console limits them; 0 is its own rule")
	complete.Flag(command, "data", complete.Files)
	return command
}

func runEmulator(ctx context.Context, run *cli.Run, o emulatorOptions) error {
	asJSON, err := run.PlainOutput("emulator")
	if err != nil {
		return err
	}
	if err := o.check(); err != nil {
		return err
	}
	served, err := emulator.New(o.settings, consoles.Halves())
	if err != nil {
		return errs.Errorf(errs.Failed, "cannot open the store: %s", safetext.Printable(err.Error())).
			WithHint("choose another file with --data, or none")
	}
	defer func() { _ = served.Close() }()
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", o.listen)
	if err != nil {
		return errs.Errorf(errs.Failed, "cannot listen on %s: %s", safetext.Quote(o.listen), safetext.Printable(err.Error())).
			WithHint("choose another port with --listen, or 127.0.0.1:0 for a free one")
	}
	server := newServer(served.Handler())
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	address := listener.Addr().String()
	if err := announce(run, accessTo(served, consoles.Halves(), address), address, asJSON); err != nil {
		_ = server.Close()
		return err
	}
	select {
	case err := <-ended:
		return errs.Errorf(errs.Failed, "cannot serve: %w", err)
	case <-ctx.Done():
		return server.Close()
	}
}

// newServer serves whoever connects, but waits for no request that never ends.
func newServer(handler http.Handler) *http.Server {
	return &http.Server{Handler: handler, ReadTimeout: 30 * time.Second}
}

// check reads the faults and refuses what can't be served.
func (o *emulatorOptions) check() error {
	host, _, err := net.SplitHostPort(o.listen)
	switch {
	case err != nil || !network.IsLoopback(host):
		return errs.Errorf(errs.Usage, "%s is not a loopback address with a port", safetext.Quote(o.listen)).WithHint("use --listen 127.0.0.1:0")
	case o.settings.InMemory && o.settings.Data != "":
		return errs.Errorf(errs.Usage, "--data and --in-memory contradict each other").WithHint("use one of them")
	case o.settings.Limit < 0 || o.settings.RequestsPerMinute < 0 || o.settings.Latency < 0:
		return errs.Errorf(errs.Usage, "--limit, --rate and --latency cannot be negative").WithHint("use 0 or more")
	}
	o.settings.InMemory = o.settings.Data == ""
	for _, text := range o.faults {
		fault, err := emulator.ParseFault(text)
		if err != nil {
			return errs.Errorf(errs.Usage, "%s", safetext.Printable(err.Error())).
				WithHint("write STATUS@VERB or STATUS@VERB*TIMES, like 503@list*2")
		}
		o.settings.Faults = append(o.settings.Faults, fault)
	}
	return nil
}
