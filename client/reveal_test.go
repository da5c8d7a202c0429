package client

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// reveals lists the functions that see the text of a secret, and why.
func reveals() map[string]string {
	return map[string]string{
		"client/reading.go Understand":              "finds the secret in a raw answer that was kept",
		"client/route.go authorize":                 "signs requests, in the header that a console or a profile names",
		"client/credential.go Is":                   "compares the credential with a secret that a console gives out",
		"client/outcome.go quotes":                  "compares the secret of an answer with what a refusal says",
		"internal/secrets/prefix.go LooksLikeToken": "compares the beginning with the one of all tokens",
		"internal/secrets/prefix.go Mask":           "shows as much as helps to recognise a credential",
		"client/dialect.go Shaped":                  "compares the beginning with the console's",
		"internal/secrets/prefix.go MayBe":          "compares a secret with the beginning that the console shows",
		"internal/secrets/prefix.go Tells":          "compares a secret with what the console shows of a key",
		"internal/redact/redact.go Register":        "blacks the text out wherever it is written",
		"client/wire/texts.go RegisterTexts":        "finds the texts of a raw answer, to black them out",
		"internal/secrets/secret.go Equal":          "compares two secrets",
		"client/verify.go madeUp":                   "makes a text of the same length that is no secret",
		"client/verify.go checkTrial":               "refuses a text that no console gives out as a secret",
		"cmd/exec/child.go execute":                 "puts the secret into the environment of a command, as it was asked to",
		"cmd/cli/givensecret.go typed":              "reads what was typed as a secret",
		"cmd/stdout/mask.go maskLines":              "tells a runner of GitHub Actions to mask the secret, before it is shown",
		"cmd/signin/signin.go askCredential":        "reads what was typed as a credential",
		"config/agefile/agefile.go checkSecret":     "refuses to keep an empty or an endless credential",
		"config/credential.go Pack":                 "writes the credential where it is kept",
		"config/credential.go Unpack":               "reads the credential where it is kept",
		"config/keyring/entries.go Set":             "stores a credential, and compares what was stored",
		"consoles/remotegpu/remotegpu.go authorize": "signs requests with the cookie of a session",
		"custody/fingerprint.go fingerprint":        "tells which credential a create was signed with",
		"custody/identity/filevault.go put":         "encrypts the journal's identity to the passphrase",
		"custody/identity/vault.go parse":           "reads the journal's identity where it is kept",
		"custody/identity/vault.go put":             "writes the journal's identity beside it, by explicit choice",
		"custody/journal/seal.go seal":              "seals the console's answer into the journal",
		"internal/passphrase/age.go Decrypt":        "opens the file with the passphrase",
		"internal/passphrase/age.go Encrypt":        "encrypts a secret to the passphrase",
		"custody/sink/envfile.go Put":               "writes the secret into a line of a file",
		"custody/sink/command/run.go Put":           "hands the secret to a command, on its stdin",
		"custody/sink/file.go Put":                  "writes the secret into a file",
		"output/single.go WriteCreated":             "shows the secret of a new key, once",
	}
}

func TestSecretsAreRevealedNowhereElse(t *testing.T) {
	t.Parallel()
	found := map[string]string{}
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		name, _ := filepath.Rel("..", path)
		for _, declaration := range file.Decls {
			within := "a variable"
			if function, ok := declaration.(*ast.FuncDecl); ok {
				within = function.Name.Name
			}
			ast.Inspect(declaration, func(node ast.Node) bool {
				if selector, ok := node.(*ast.SelectorExpr); ok && selector.Sel.Name == "Reveal" {
					place := filepath.ToSlash(name) + " " + within
					if found[place] = reveals()[place]; found[place] == "" {
						found[place] = "no reason is given in reveals"
					}
				}
				return true
			})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(reveals(), found); diff != "" {
		t.Errorf("secrets are revealed elsewhere (-listed +found):\n%s", diff)
	}
}
