package account

import (
	"context"
	"net"
	"net/http"
	"os"
	"path/filepath"

	"github.com/adrg/xdg"

	"keyctl/client"
	"keyctl/client/network"
	"keyctl/consoles"
	"keyctl/emulator"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
	"keyctl/internal/secrets"
)

// enterSandbox runs the embedded console inside this command and reaches it
// over memory, with a credential that is made for this run.
func enterSandbox(settings *client.Settings, console consoles.Console) (leave func(), err error) {
	if !filepath.IsAbs(sandboxFile()) {
		return nil, errs.Errorf(errs.Usage, "the sandbox has no place: %s is not an absolute path", safetext.Quote(sandboxFile())).
			WithHint("set HOME or XDG_DATA_HOME to an absolute path")
	}
	half := console.Half()
	embedded, err := emulator.New(emulator.Settings{Data: sandboxFile()}, []emulator.Half{half})
	if err != nil {
		return nil, errs.Errorf(errs.Failed, "cannot open the sandbox: %s", safetext.Printable(err.Error())).
			WithHint("its keys are kept in %s; XDG_DATA_HOME chooses another folder", safetext.Quote(sandboxFile()))
	}
	settings.Base = "http://localhost" + half.Path
	settings.Transport = &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) { return embedded.Dial(ctx) },
	}
	leave = func() { _ = embedded.Close() }
	base, err := network.ParseBase(settings.Base)
	if err != nil {
		leave()
		return nil, err
	}
	settings.Credential = client.Credential{Secret: secrets.New(embedded.Credential(console.Name)), Origin: network.Origin(base)}
	return leave, nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// sandboxFile is where the sandbox keeps its keys: hashes only.
func sandboxFile() string { return filepath.Join(xdg.DataHome, "keyctl", "sandbox.db") }
