package emulator

import (
	"net/http"
	"net/url"
	"strings"
)

// Route is one request a console answers. Path may hold segments in braces,
// whose values the handler finds with PathValue.
type Route struct {
	Method string
	Path   string
	Serve  http.HandlerFunc
}

// Routes serves the routes and has refuse answer the rest, with 404 or 405.
// Unlike http.ServeMux it never redirects and never answers by itself.
func Routes(routes []Route, refuse func(w http.ResponseWriter, status int)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var allowed []string
		for _, route := range routes {
			switch {
			case !match(route.Path, r):
			case route.Method != r.Method:
				allowed = append(allowed, route.Method)
			default:
				route.Serve(w, r)
				return
			}
		}
		if allowed == nil {
			refuse(w, http.StatusNotFound)
			return
		}
		w.Header().Set("Allow", strings.Join(allowed, ", "))
		refuse(w, http.StatusMethodNotAllowed)
	})
}

func match(pattern string, r *http.Request) bool {
	want := strings.Split(pattern, "/")
	got := strings.Split(r.URL.EscapedPath(), "/")
	if len(want) != len(got) {
		return false
	}
	for i, segment := range want {
		value, err := url.PathUnescape(got[i])
		if err != nil || value == "" && segment != "" {
			return false
		}
		if name, braced := strings.CutPrefix(segment, "{"); braced {
			r.SetPathValue(strings.TrimSuffix(name, "}"), value)
		} else if segment != value {
			return false
		}
	}
	return true
}
