package sink

import (
	"strings"

	"keyctl/custody"
	"keyctl/internal/process"
)

func envKind() Kind {
	return Kind{
		Name:  "env",
		Place: "PATH#NAME",
		What:  "a line NAME=... of a dotenv file; every other byte of the file stays as it is",
		Needs: "a folder and a file that can be written, in which NAME is defined at most once",
		Can:   "is read back",
		Open: func(place string, tools Tools) (custody.Sink, error) {
			path, name, err := parseEnv(place)
			if err != nil {
				return nil, err
			}
			return &env{path: path, name: name, tools: tools}, nil
		},
		claim: func(place string) claim {
			path, name, _ := parseEnv(place)
			return pathClaim(path, name)
		},
	}
}

// parseEnv reads what follows "env:", a path and a name. It splits at the last
// #, because a path may hold one.
func parseEnv(place string) (path, name string, err error) {
	at := strings.LastIndexByte(place, '#')
	if at < 0 {
		return "", "", usage("env doesn't say which variable").WithHint("write it as env:PATH#NAME, like env:.env#API_KEY")
	}
	path, name = place[:at], place[at+1:]
	if !process.IsVariable(name) {
		return "", "", usage("what stands behind the # of env is no name of a variable").WithHint("use letters, digits and _, and no digit first, like API_KEY")
	}
	return path, name, checkPath("env", path)
}
