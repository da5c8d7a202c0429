package contract

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
)

// Exchange is a request and the answer to it.
type Exchange struct {
	// Request is written as "METHOD /path?query", below the server's base.
	Request string
	// ContentType is the request's; an empty one is not sent.
	ContentType string
	// Body is the request's body.
	Body string
	// Status, Header and Answer are what came back.
	Status int
	Header http.Header
	Answer []byte
}

// CheckRequest says what is wrong about the request.
func (c *Contract) CheckRequest(exchange Exchange) error {
	input, err := c.input(exchange)
	if err != nil {
		return err
	}
	for name := range input.GetQueryParams() {
		if input.Route.Operation.Parameters.GetByInAndName(openapi3.ParameterInQuery, name) == nil {
			return fmt.Errorf("%s: the contract has no query parameter %q", exchange.Request, name)
		}
	}
	return openapi3filter.ValidateRequest(context.Background(), input)
}

// CheckAnswer says what is wrong about the answer.
func (c *Contract) CheckAnswer(exchange Exchange) error {
	input, err := c.input(exchange)
	if err != nil {
		return err
	}
	answer := openapi3filter.ResponseValidationInput{
		RequestValidationInput: input, Status: exchange.Status, Header: exchange.Header, Options: input.Options,
	}
	return openapi3filter.ValidateResponse(context.Background(), answer.SetBodyBytes(exchange.Answer))
}

func (c *Contract) input(exchange Exchange) (*openapi3filter.RequestValidationInput, error) {
	method, target, _ := strings.Cut(exchange.Request, " ")
	request, err := http.NewRequestWithContext(context.Background(), method, target, strings.NewReader(exchange.Body))
	if err != nil {
		return nil, err
	}
	if exchange.ContentType != "" {
		request.Header.Set("Content-Type", exchange.ContentType)
	}
	route, values, err := c.router.FindRoute(request)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", exchange.Request, err)
	}
	return &openapi3filter.RequestValidationInput{
		Request: request, PathParams: values, Route: route, Options: options(),
	}, nil
}

func options() *openapi3filter.Options {
	signed := openapi3.NewCallbackValidator(func(text string) error { _, err := strconv.ParseInt(text, 10, 64); return err })
	unsigned := openapi3.NewCallbackValidator(func(text string) error { _, err := strconv.ParseUint(text, 10, 64); return err })
	return &openapi3filter.Options{
		IncludeResponseStatus:             true,
		RejectWhenRequestBodyNotSpecified: true,
		SkipSettingDefaults:               true,
		MultiError:                        true,
		SchemaValidationOptions: []openapi3.SchemaValidationOption{
			openapi3.WithStringFormatValidator("int64", signed),
			openapi3.WithStringFormatValidator("uint64", unsigned),
		},
	}
}
