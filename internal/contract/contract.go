// Package contract holds requests and answers to a Swagger 2.0 document, for
// tests. It is stricter than the format: members and query parameters that the
// document doesn't name are errors, and numbers written as strings must be
// numbers of their size.
package contract

import (
	"encoding/json"
	"os"

	"github.com/getkin/kin-openapi/openapi2"
	"github.com/getkin/kin-openapi/openapi2conv"
	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"
)

// Contract is a document that is ready to be compared with.
type Contract struct {
	router routers.Router
	routes []string
}

// Load reads the document in a file.
func Load(path string) (*Contract, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return Parse(text)
}

// Parse reads a document, whose prose may be missing.
func Parse(text []byte) (*Contract, error) {
	var tree map[string]any
	if err := json.Unmarshal(text, &tree); err != nil {
		return nil, err
	}
	complete(tree)
	text, err := json.Marshal(tree)
	if err != nil {
		return nil, err
	}
	var old openapi2.T
	if err := json.Unmarshal(text, &old); err != nil {
		return nil, err
	}
	document, err := openapi2conv.ToV3(&old)
	if err != nil {
		return nil, err
	}
	router, err := legacy.NewRouter(document)
	if err != nil {
		return nil, err
	}
	return &Contract{router: router, routes: routes(document)}, nil
}

func routes(document *openapi3.T) []string {
	var all []string
	for _, path := range document.Paths.Keys() {
		for method := range document.Paths.Value(path).Operations() {
			all = append(all, method+" "+path)
		}
	}
	return all
}

// Routes lists every "METHOD /path" of the document.
func (c *Contract) Routes() []string { return c.routes }
