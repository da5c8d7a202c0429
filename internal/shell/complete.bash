# bash completion for PROGRAM

# The line goes to the program as one text. Nothing in it is evaluated here.
_FUNCTION() {
    local program=$1 replies reply
    COMPREPLY=()
    case $program in
    '~/'*) program=$HOME/${program#'~/'} ;;
    */*) ;;
    *) program=$(type -P -- "$program") || program=PROGRAM ;;
    esac
    replies=$("$program" __complete-bash "${COMP_TYPE-9}" "${COLUMNS:-80}" "${COMP_LINE:0:COMP_POINT}" "$2" </dev/null 2>/dev/null) || return 0
    while IFS= read -r reply; do
        COMPREPLY+=("$reply")
    done <<<"$replies"
    # The last line is the directive: 2 adds no space, 4 completes no files.
    reply=${COMPREPLY[${#COMPREPLY[@]}-1]}
    unset "COMPREPLY[${#COMPREPLY[@]}-1]"
    case $reply in
    :0) compopt -o default 2>/dev/null ;;
    :6) compopt -o nospace 2>/dev/null ;;
    esac
    return 0
}

# The order is the program's, where bash can keep it.
complete -o nosort -F _FUNCTION PROGRAM 2>/dev/null || complete -F _FUNCTION PROGRAM
