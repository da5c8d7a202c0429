package command

import "keyctl/client"

func usage(format string, values ...any) *client.Error {
	return client.Errorf(client.Usage, format, values...)
}

func failed(format string, values ...any) *client.Error {
	return client.Errorf(client.Failed, format, values...)
}
