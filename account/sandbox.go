package account

import (
	"context"
	"net"
	"net/http"
	"os"
	"path/filepath"

	"github.com/adrg/xdg"

	"keyctl/client"
	"keyctl/consoles"
	"keyctl/emulator"
)

// enterSandbox runs the embedded console inside this command and reaches it
// over memory, with a credential that is made for this run.
func enterSandbox(settings *client.Settings, console consoles.Console) (leave func(), err error) {
	if !filepath.IsAbs(sandboxFile()) {
		return nil, client.Errorf(client.Usage, "the sandbox has no place: %s is not an absolute path", client.Quote(sandboxFile())).
			WithHint("set HOME or XDG_DATA_HOME to an absolute path")
	}
	half := console.Half()
	embedded, err := emulator.New(emulator.Settings{Data: sandboxFile()}, []emulator.Half{half})
	if err != nil {
		return nil, client.Errorf(client.Failed, "cannot open the sandbox: %s", client.Printable(err.Error())).
			WithHint("its keys are kept in %s; XDG_DATA_HOME chooses another folder", client.Quote(sandboxFile()))
	}
	settings.Base = "http://localhost" + half.Path
	settings.Transport = &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) { return embedded.Dial(ctx) },
	}
	leave = func() { _ = embedded.Close() }
	base, err := client.ParseBase(settings.Base)
	if err != nil {
		leave()
		return nil, err
	}
	settings.Credential = client.Credential{Secret: client.NewSecret(embedded.Credential(console.Name)), Origin: client.Origin(base)}
	return leave, nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// sandboxFile is where the sandbox keeps its keys: hashes only.
func sandboxFile() string { return filepath.Join(xdg.DataHome, "keyctl", "sandbox.db") }
