package sink

import "keyctl/custody"

func stdoutKind() Kind {
	return Kind{
		Name:  "stdout",
		What:  "shows the new key",
		Needs: "somebody who reads it",
		Open: func(_ string, tools Tools) (custody.Sink, error) {
			if tools.Stdout == nil {
				return nil, usage("there is no stdout here").WithHint("choose another place")
			}
			return tools.Stdout, nil
		},
	}
}
