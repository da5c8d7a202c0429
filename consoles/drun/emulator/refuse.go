package emulator

import (
	"errors"
	"net/http"

	"keyctl/emulator"
)

// refusal is a failure in this console's words.
type refusal struct {
	status           int
	id               string
	english, chinese string
}

// Error implements error.
func (r refusal) Error() string { return r.english }

func invalid(english, chinese string) refusal {
	return refusal{http.StatusBadRequest, "InvalidArgument", english, chinese}
}

var (
	errUnsigned         = refusal{http.StatusUnauthorized, "Unauthenticated", "the access key is missing or invalid", "访问密钥缺失或无效"}
	errForeignWorkspace = refusal{http.StatusForbidden, "PermissionDenied", "no permission in this workspace", "没有该工作空间的权限"}
	errNoKey            = refusal{http.StatusNotFound, "NotFound", "the API key does not exist", "API Key 不存在"}
	errForgotten        = refusal{http.StatusGone, "SecretForgotten", "this emulator did not make the API key in this run", "本次运行的模拟器未创建该 API Key"}
	errFull             = refusal{http.StatusConflict, "ResourceExhausted", "the account has reached its limit of API keys", "API Key 数量已达上限"}
)

// refuse puts an error into this console's words.
func refuse(w http.ResponseWriter, r *http.Request, err error) {
	said := inWords(err)
	if failed := (*emulator.Failure)(nil); errors.As(err, &failed) {
		failed.Announce(w.Header())
	}
	message := said.english
	if prefersChinese(r.Header.Get("Accept-Language")) {
		message = said.chinese
	}
	emulator.WriteJSON(w, said.status, failure{ID: said.id, Message: message})
}

func inWords(err error) refusal {
	var failed *emulator.Failure
	var wrong *emulator.WrongType
	var said refusal
	var violation emulator.Violation
	switch {
	case errors.As(err, &said):
		return said
	case errors.As(err, &failed):
		return refusal{failed.Status, "Emulated", failed.Error(), "模拟器被设置为拒绝此请求"}
	case errors.As(err, &wrong):
		return invalid(wrong.Error(), wrong.Field+" 的类型不正确")
	case errors.As(err, &violation):
		return violationInWords(violation)
	case emulator.Unusable(err):
		return refusal{http.StatusServiceUnavailable, "Unavailable", err.Error(), "服务暂不可用"}
	}
	return refusal{http.StatusInternalServerError, "Internal", err.Error(), "服务器内部错误"}
}

func violationInWords(violation emulator.Violation) refusal {
	switch violation {
	case emulator.ErrUnknownKey:
		return errNoKey
	case emulator.ErrActiveLimit:
		return errFull
	case emulator.ErrPastExpiry:
		return invalid("expireTime must be in the future", "过期时间必须晚于当前时间")
	case emulator.ErrBodyTooLarge:
		return refusal{http.StatusRequestEntityTooLarge, "InvalidArgument", "the request body is too large", "请求体过大"}
	}
	return invalid("the request body must be a JSON object", "请求体必须是 JSON 对象")
}
