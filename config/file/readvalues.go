package file

import (
	"errors"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"keyctl/client"
	"keyctl/internal/errs"
	"keyctl/internal/suggest"
)

const requestsHint = "write it as VERB: METHOD /PATH, a line for each verb, like revoke: PATCH /api-keys/{id}"

// readWorkspace reads the id of a workspace, which may be a plain number.
func readWorkspace(node *yaml.Node, into *string) error {
	if node.Kind != yaml.ScalarNode || node.Tag != "!!int" {
		return readText(fieldWorkspace, node, into)
	}
	if strings.Trim(node.Value, "0123456789") != "" || node.Value[0] == '0' {
		return wrongAt(node.Line, fieldWorkspace+" is a number in another notation", "write it in plain digits, or in quotes as it is")
	}
	*into = node.Value
	return nil
}

// readRequests reads the requests for some verbs.
func readRequests(node *yaml.Node, into *map[client.Verb]client.Route) error {
	if node.Kind != yaml.MappingNode || len(node.Content) == 0 {
		return wrongAt(node.Line, fieldRequests+" is not a list of verbs with a request for each", requestsHint)
	}
	routes := map[client.Verb]client.Route{}
	*into = routes
	return eachPair(node, func(key, value *yaml.Node) error {
		if !slices.Contains(verbs(), key.Value) {
			return wrongAt(key.Line, "there is no verb"+shown(key.Value), suggest.Hint(key.Value, verbs())+"the verbs are: "+strings.Join(verbs(), ", "))
		}
		what := "the request for " + key.Value
		var text string
		if err := readText(what, value, &text); err != nil {
			return err
		}
		route, err := client.ParseRoute(text)
		if err != nil {
			return refusedAt(value.Line, what, err)
		}
		routes[client.Verb(key.Value)] = route
		return nil
	})
}

// readHeader reads the header that carries the credential.
func readHeader(node *yaml.Node, into *client.Header) error {
	var text string
	if err := readText(fieldHeader, node, &text); err != nil {
		return err
	}
	header, err := client.ParseHeader(text)
	if err != nil {
		return refusedAt(node.Line, fieldHeader, err)
	}
	*into = header
	return nil
}

// refusedAt says what is wrong with a value that the client refuses.
func refusedAt(line int, what string, err error) error {
	failure, ok := errors.AsType[*errs.Error](err)
	if !ok {
		return err
	}
	return wrongAt(line, what+" cannot be used: "+failure.What, failure.Hint)
}

func verbs() []string {
	var names []string
	for _, verb := range client.Verbs() {
		names = append(names, string(verb))
	}
	return names
}
