package keyring
import ("context";"keyctl/client")
type Keyring struct { Environment func(string) string; Person bool; Waiting func() }
func (f Keyring) Get(ctx context.Context, account string) (client.Secret, error) {return client.Secret{},nil}
func (f Keyring) Set(ctx context.Context, account string, secret client.Secret) error {return nil}
func (f Keyring) Delete(ctx context.Context, account string) error {return nil}
func (f Keyring) Check(ctx context.Context) error {return nil}
