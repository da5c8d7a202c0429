package config

import (
	"bytes"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"keyctl/client"
)

// edit gives the content of the file after a change, nil when there is nothing
// to write.
func (s Store) edit(content []byte, change func(*File) error) ([]byte, error) {
	document, before, err := parseTree(content)
	if err != nil {
		return nil, s.locate(err)
	}
	after := File{Current: before.Current, Profiles: map[string]Stored{}}
	for name, stored := range before.Profiles {
		stored.CredentialCommand = slices.Clone(stored.CredentialCommand)
		after.Profiles[name] = stored
	}
	if err := change(&after); err != nil {
		return nil, err
	}
	if err := after.check(); err != nil {
		return nil, err
	}
	if equalFiles(before, after) {
		return content, nil
	}
	edited, err := render(document, content, before, after)
	if err != nil {
		return nil, err
	}
	if written, err := parse(edited); err != nil || !equalFiles(written, after) {
		return nil, client.Errorf(client.Failed, "cannot change %s without changing what it means", client.Quote(s.Path())).
			WithHint("edit it by hand; it is as it was")
	}
	return edited, nil
}

// check refuses a file that could not be read again.
func (f File) check() error {
	for name, stored := range f.Profiles {
		if err := CheckProfileName(name); err != nil {
			return err
		}
		if wrong := stored.check(); wrong != nil {
			return client.Errorf(client.Usage, "profile %s: %s", client.Quote(name), wrong.what).WithHint("%s", wrong.hint)
		}
		for other := range f.Profiles {
			if other != name && strings.EqualFold(other, name) {
				return client.Errorf(client.Usage, "the profiles %s and %s differ in capitals only", client.Quote(min(name, other)), client.Quote(max(name, other))).
					WithHint("take another name: where file names have no capitals, both would share one credential")
			}
		}
	}
	if _, ok := f.Profiles[f.Current]; f.Current != "" && !ok && !isSandbox(f.Current) {
		return client.Errorf(client.Usage, "there is no profile %s", client.Quote(f.Current)).WithHint("%s", currentHint(f))
	}
	return nil
}

func equalFiles(a, b File) bool {
	return a.Current == b.Current && len(a.Profiles) == len(b.Profiles) &&
		(len(a.Profiles) == 0 || reflect.DeepEqual(normal(a), normal(b)))
}

// normal makes a list of no words and none at all the same.
func normal(file File) map[string]Stored {
	profiles := map[string]Stored{}
	for name, stored := range file.Profiles {
		if len(stored.CredentialCommand) == 0 {
			stored.CredentialCommand = nil
		}
		profiles[name] = stored
	}
	return profiles
}

// render changes the tree of the file where before and after differ, and
// writes it as YAML.
func render(document *yaml.Node, content []byte, before, after File) ([]byte, error) {
	if document.Kind == 0 {
		document.Kind, document.Content = yaml.DocumentNode, []*yaml.Node{{Kind: yaml.MappingNode}}
		document.HeadComment = strings.TrimSpace(string(content))
	}
	editFile(document.Content[0], before, after)
	var b bytes.Buffer
	encoder := yaml.NewEncoder(&b)
	encoder.SetIndent(2)
	if err := encoder.Encode(document); err != nil {
		return nil, client.Errorf(client.Failed, "cannot write YAML: %w", err)
	}
	if err := encoder.Close(); err != nil {
		return nil, client.Errorf(client.Failed, "cannot write YAML: %w", err)
	}
	return b.Bytes(), nil
}
