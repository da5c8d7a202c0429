package network

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"keyctl/internal/errs"
)

const proxyPassword = "hunter2-hunter2"

// proxyOf asks a process of its own, because net/http reads the environment
// once.
func proxyOf(t *testing.T, base string, env ...string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestProxyForInItsOwnProcess$")
	command.Env = append(env, "TEST_PROXY_FOR="+base, "GORACE=atexit_sleep_ms=0")
	output, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	_, answer, _ := strings.Cut(string(output), "proxy: ")
	answer, _, _ = strings.Cut(answer, "\n")
	return answer
}

func TestProxyForInItsOwnProcess(*testing.T) {
	base := os.Getenv("TEST_PROXY_FOR")
	if base == "" {
		return
	}
	proxy, err := ProxyFor(base)
	if err != nil {
		proxy = fmt.Sprint(int(errs.KindOf(err)), " ", err)
	}
	fmt.Printf("proxy: %s\n", proxy)
}

func TestProxyForTellsTheProxyAndNoPassword(t *testing.T) {
	t.Parallel()
	const base = "https://console.test/v1"
	const unusable = "2 HTTPS_PROXY holds no address of a proxy that can be used"
	for name, test := range map[string]struct {
		base string
		env  []string
		want string
	}{
		"none":                       {base, nil, ""},
		"a proxy":                    {base, []string{"HTTPS_PROXY=http://proxy.test:3128"}, "http://proxy.test:3128"},
		"in small letters":           {base, []string{"https_proxy=http://proxy.test:3128"}, "http://proxy.test:3128"},
		"without a scheme":           {base, []string{"HTTPS_PROXY=proxy.test:3128"}, "http://proxy.test:3128"},
		"with a password":            {base, []string{"HTTPS_PROXY=http://me:" + proxyPassword + "@proxy.test:3128/"}, "http://proxy.test:3128"},
		"a password without scheme":  {base, []string{"HTTPS_PROXY=me:" + proxyPassword + "@proxy.test:3128"}, "http://proxy.test:3128"},
		"by TLS":                     {base, []string{"HTTPS_PROXY=https://proxy.test"}, "https://proxy.test"},
		"SOCKS":                      {base, []string{"HTTPS_PROXY=socks5://me:" + proxyPassword + "@proxy.test"}, "socks5://proxy.test"},
		"hostile":                    {base, []string{"HTTPS_PROXY=http://proxy\u202e.test"}, `http://proxy\u202e.test`},
		"not for this host":          {base, []string{"HTTPS_PROXY=http://proxy.test", "NO_PROXY=.example, console.test"}, ""},
		"for no host":                {base, []string{"HTTPS_PROXY=http://proxy.test", "no_proxy=*"}, ""},
		"for another host":           {base, []string{"HTTPS_PROXY=http://proxy.test", "NO_PROXY=console.test.example"}, "http://proxy.test"},
		"for plain http only":        {base, []string{"HTTP_PROXY=http://proxy.test", "ALL_PROXY=http://proxy.test"}, ""},
		"plain http takes none":      {"http://127.0.0.1/v1", []string{"HTTP_PROXY=http://proxy.test", "HTTPS_PROXY=http://proxy.test"}, ""},
		"loopback takes none":        {"https://localhost/v1", []string{"HTTPS_PROXY=http://proxy.test"}, ""},
		"loopback and nonsense":      {"https://[::1]/v1", []string{"HTTPS_PROXY=http://a b:%zz@"}, ""},
		"a percent in the password":  {base, []string{"HTTPS_PROXY=http://me:" + proxyPassword + "%zz@proxy.test"}, unusable},
		"a slash in the password":    {base, []string{"HTTPS_PROXY=http://me:" + proxyPassword + "/x@proxy.test"}, unusable},
		"a number and then a slash":  {base, []string{"HTTPS_PROXY=http://me:12345/" + proxyPassword + "@proxy.test"}, unusable},
		"a number and then a hash":   {base, []string{"HTTPS_PROXY=http://me:12345#" + proxyPassword + "@proxy.test"}, unusable},
		"a number and a question":    {base, []string{"HTTPS_PROXY=http://me:12345?" + proxyPassword + "@proxy.test"}, unusable},
		"a space":                    {base, []string{"https_proxy=http://proxy test"}, unusable},
		"no host":                    {base, []string{"HTTPS_PROXY=http://:3128"}, unusable},
		"a scheme that isn't spoken": {base, []string{"HTTPS_PROXY=ftp://me:" + proxyPassword + "@proxy.test"}, unusable},
		"a base URL that can't be":   {"http://console.test", nil, `2 the base URL "http://console.test" is plain http to another machine`},
	} {
		if got := proxyOf(t, test.base, test.env...); got != test.want {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}
