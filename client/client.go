package client

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"keyctl/client/network"
	"keyctl/client/pace"
	"keyctl/client/wire"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
	"keyctl/internal/secrets"
)

// Settings are what a client is made from.
type Settings struct {
	Dialect    Dialect
	Base       string // the base URL; "" is the dialect's own
	Credential Credential
	Timeout    time.Duration // for one request with its retries; 0 is DefaultTimeout
	UserAgent  string
	Trace      io.Writer // gets a line for each request and answer; nil is none

	// CAFile names a PEM file of authorities that are trusted in addition to the
	// system's. Nothing of it is read for plain http.
	CAFile string
	// Waiting is told when the client begins to wait for its console, and when
	// that is over. It is called before and after every read of an answer, by
	// the goroutine that uses the client, and has to be quick; nil is nobody.
	Waiting func(waiting bool)
	// Resting is told before the client waits because of the console's limit of
	// requests, and for how long; nil is nobody.
	Resting func(pause time.Duration)
	// Window is shared by clients with the same credential, whose requests count
	// together; nil is one of the client's own.
	Window *pace.Window

	// ModelURL is the base URL of the service that secrets are tried at, "" where
	// the dialect says it.
	ModelURL string

	// Transport replaces the network: the sandbox dials into memory with it,
	// tests trust their own certificates. nil is the network. It is cloned.
	Transport *http.Transport
}

// DefaultTimeout bounds how long one request waits for its console.
const DefaultTimeout = 30 * time.Second

// Client talks to one console as one account. It is not for concurrent use.
type Client struct {
	dialect    Dialect
	base       *url.URL
	line       *network.Line
	credential Credential
	timeout    time.Duration
	userAgent  string
	trace      io.Writer
	waiting    func(bool)
	resting    func(time.Duration)
	window     *pace.Window
	toldToWait time.Duration // by answers with 429, in all
	settings   Settings      // as they were given, for clients that try a secret
	older      map[Verb]bool
	answered   wire.Answered
}

// New checks the settings and makes a client. Nothing but the CA file is
// opened, and nothing resolved, before the first request. A credential that is
// bound to another origin than the base URL's is refused.
func New(s Settings) (*Client, error) {
	if s.Base == "" {
		s.Base = s.Dialect.Base
	}
	base, err := network.ParseBase(s.Base)
	if err != nil {
		return nil, err
	}
	if s.Credential.Origin != network.Origin(base) {
		return nil, errs.Errorf(errs.Denied, "the credential belongs to %s and is not sent to %s", safetext.Quote(s.Credential.Origin), safetext.Quote(network.Origin(base))).
			WithHint("if you did not change the base URL, somebody else did: put it back, and look at who can write the profiles file")
	}
	if s.Timeout <= 0 {
		s.Timeout = DefaultTimeout
	}
	if s.Waiting == nil {
		s.Waiting = func(bool) {}
	}
	if s.Resting == nil {
		s.Resting = func(time.Duration) {}
	}
	if s.Window == nil {
		s.Window = pace.NewWindow(s.Dialect.Limit)
	}
	line, err := network.New(base, s.Transport, s.CAFile)
	if err != nil {
		return nil, err
	}
	return &Client{
		dialect: s.Dialect, base: base, line: line, credential: s.Credential, timeout: s.Timeout,
		userAgent: s.UserAgent, trace: s.Trace, waiting: s.Waiting, resting: s.Resting, window: s.Window,
		older: map[Verb]bool{}, settings: s,
	}, nil
}

// Dialect is what the console speaks.
func (c *Client) Dialect() Dialect { return c.dialect }

// Host is the console's host, for prompts and messages.
func (c *Client) Host() string { return c.base.Host }

// Origin is the scheme, host and port that requests go to.
func (c *Client) Origin() string { return network.Origin(c.base) }

// Credential is what requests are signed with.
func (c *Client) Credential() Credential { return c.credential }

// Masked is as much of the credential as may be shown.
func (c *Client) Masked() string { return secrets.Mask(c.credential.Secret, c.dialect.KeyPrefix) }

// IsSelf reports whether a key may be the one that the client is signed in
// with, as far as the prefix tells: when it tells nothing, it may.
func (c *Client) IsSelf(key Key) bool {
	return secrets.MayBe(c.credential.Secret, key.Prefix, c.dialect.KeyPrefix)
}

// isOwn is [Client.IsSelf] for a key of which the console tells the beginning of
// its secret.
func (c *Client) isOwn(key Key) bool {
	told := strings.Trim(strings.TrimPrefix(key.Prefix, c.dialect.KeyPrefix), secrets.MaskCharacters+" ")
	return told != "" && c.IsSelf(key)
}

// Close gives back the connections.
func (c *Client) Close() { c.line.Close() }

// Answered gives the facts about the latest answer, whatever its status. There
// is none before the first.
func (c *Client) Answered() (latest wire.Answered, ok bool) {
	return c.answered, !c.answered.Arrived.IsZero()
}

// budget is the time that one request has, with its retries.
func (c *Client) budget(ctx context.Context) *pace.Budget {
	return pace.NewBudget(ctx, c.timeout, c.waiting)
}
