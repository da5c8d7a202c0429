package cmd_test

import (
	"bytes"
	"log"
	"os"
	"os/signal"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"keyctl/internal/system"
)

// Whoever holds the other end of stdin may never write.
func TestASignalEndsALoginThatReads(t *testing.T) {
	t.Parallel()
	c, p := newAccount(t, "huddle01")
	p = p.with("KEYCTL_PASSPHRASE=correct horse")
	for sig, code := range endingSignals() {
		reader, writer, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		size, err := unix.FcntlInt(writer.Fd(), unix.F_SETPIPE_SZ, 4096)
		if err != nil {
			t.Fatal(err)
		}
		login := p.command("keyctl", "login", "--console", c.name, "--base-url", c.base, "--keyring", "file", "--key-stdin")
		login.Stdin = reader
		wait := p.begin(login)
		_ = reader.Close()
		// The pipe takes the last byte when somebody has begun to read.
		if _, err := writer.Write(bytes.Repeat([]byte("x"), size+1)); err != nil {
			t.Fatal(err)
		}
		signalTo(t, login, sig)
		r := wait()
		r.is(t, sig.String(), code, "login: interrupted")
		r.silent(t, sig.String())
		_ = writer.Close()
	}
	if c.count("") > 0 {
		t.Errorf("sent %v", c.methods())
	}
}

func TestALoginThatCannotBeToldHappenedAllTheSame(t *testing.T) {
	t.Parallel()
	full := needs(t, "/dev/full")
	c, p := newAccount(t, "huddle01")
	p = p.with("KEYCTL_PASSPHRASE=correct horse")
	for _, format := range []string{"table", "json"} {
		login := p.signIn(c, "-p", format, "--keyring", "file", "-o", format)
		login.Stdout = full
		p.finish(login).is(t, format, 1, "signed in, but that could not be written to stdout: .*no space left")
		p.run("-p", format, "list").is(t, format, 0)
	}
}

// No child inherits a secret, whoever starts it.
func TestSecretsAreTakenOutOfTheEnvironment(t *testing.T) {
	for _, name := range []string{"KEYCTL_API_KEY", "KEYCTL_PASSPHRASE"} {
		t.Setenv(name, "of "+name)
	}
	t.Setenv("KEYCTL_CONSOLE", "huddle01")
	t.Cleanup(func() { signal.Reset(syscall.SIGPIPE); log.SetOutput(os.Stderr) })
	system := system.Process()
	for _, name := range []string{"KEYCTL_API_KEY", "KEYCTL_PASSPHRASE"} {
		if text, is := os.LookupEnv(name); is || system.Environment(name) != "of "+name {
			t.Errorf("the environment has %q, we have %q", text, system.Environment(name))
		}
	}
	if os.Getenv("KEYCTL_CONSOLE") != "huddle01" || system.Environment("KEYCTL_CONSOLE") != "huddle01" {
		t.Error("the rest of the environment is gone")
	}
}
