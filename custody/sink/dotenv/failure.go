package dotenv

import "keyctl/client"

func failed(format string, values ...any) *client.Error {
	return client.Errorf(client.Failed, format, values...)
}
