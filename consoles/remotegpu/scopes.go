package remotegpu

import (
	"strings"

	"keyctl/client"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

// wireScopes are the scopes of a key in the four shapes of the document [doc].
type wireScopes struct {
	All            bool            `json:"all,omitempty"`
	Inference      bool            `json:"inference,omitempty"`
	KubernetesExec *wireKubernetes `json:"kubernetes_exec,omitempty"`
}

type wireKubernetes struct {
	NamespaceIDs  []string `json:"namespace_ids,omitempty"`
	AllNamespaces bool     `json:"all_namespaces,omitempty"`
}

// scopeForms are the words for the four shapes.
func scopeForms() []string {
	return []string{"all", "inference", "kubernetes:all", "kubernetes:NAMESPACE_ID"}
}

// scopesBody puts scopes into one of the four shapes, and refuses what the
// console documents as refused, in the words of its rule.
func scopesBody(scopes []client.Scope) (*wireScopes, error) {
	body := &wireScopes{}
	for _, scope := range scopes {
		switch namespace, isNamespace := scope.Namespace(); {
		case scope == client.ScopeAll:
			body.All = true
		case scope == client.ScopeInference:
			body.Inference = true
		case scope == client.ScopeKubernetesAll:
			body.kubernetes().AllNamespaces = true
		case isNamespace && client.CheckID(namespace) == nil:
			body.kubernetes().NamespaceIDs = append(body.kubernetes().NamespaceIDs, namespace)
		case scope == "kubernetes:":
			return nil, refuse("at least one namespace ID is required unless all namespaces are meant")
		default:
			return nil, refuse("the scope " + safetext.Quote(string(scope)) + " is unknown")
		}
	}
	return body, body.check()
}

func (s *wireScopes) kubernetes() *wireKubernetes {
	if s.KubernetesExec == nil {
		s.KubernetesExec = &wireKubernetes{}
	}
	return s.KubernetesExec
}

func (s *wireScopes) check() error {
	switch kubernetes := s.KubernetesExec; {
	case !s.All && !s.Inference && kubernetes == nil:
		return refuse("at least one explicit scope is required")
	case s.All && (s.Inference || kubernetes != nil):
		return refuse("all cannot be combined with other scopes")
	case s.Inference && kubernetes != nil:
		return refuse("explicit mixed scopes are not supported: use all for inference and kubernetes together")
	case kubernetes != nil && kubernetes.AllNamespaces && len(kubernetes.NamespaceIDs) > 0:
		return refuse("kubernetes:all cannot be combined with single namespaces")
	}
	return nil
}

func refuse(what string) error {
	return errs.Errorf(errs.Usage, "%s", what).
		WithHint("--scope takes one of: %s (kubernetes:NAMESPACE_ID may be given several times)", strings.Join(scopeForms(), ", "))
}

// words gives the scopes in the words of --scope. A console that some day
// tells both shapes at once is shown with both.
func (s *wireScopes) words() []client.Scope {
	var scopes []client.Scope
	if s.All {
		scopes = append(scopes, client.ScopeAll)
	}
	if s.Inference {
		scopes = append(scopes, client.ScopeInference)
	}
	if kubernetes := s.KubernetesExec; kubernetes != nil {
		if kubernetes.AllNamespaces {
			scopes = append(scopes, client.ScopeKubernetesAll)
		}
		for _, id := range kubernetes.NamespaceIDs {
			scopes = append(scopes, client.KubernetesNamespace(id))
		}
	}
	return scopes
}
