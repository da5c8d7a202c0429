#compdef PROGRAM
# zsh completion for PROGRAM

# ${(Q)…} takes the quotes away, and evaluates nothing.
_PROGRAM() {
    local program=${(Q)words[1]} typed=${(Q)PREFIX} answer directive reply
    local -a replies found shown space
    case $program in
    '~/'*) program=$HOME/${program#'~/'} ;;
    */*) ;;
    *) program=$(whence -p -- $program) || program=PROGRAM ;;
    esac
    answer=$($program __complete "${(@Q)words[2,CURRENT-1]}" "$typed" </dev/null 2>/dev/null) || return 1
    replies=("${(@f)answer}")
    # The last line is the directive: 2 adds no space, 4 completes no files.
    directive=${replies[-1]}
    replies[-1]=()
    # The value of a flag is completed behind its =.
    [[ $typed == -*=* ]] && compset -P '*='
    case $directive in
    :2 | :6) space=(-S '') ;;
    :0) _files; return ;;
    esac
    for reply in "$replies[@]"; do
        found+=("${reply%%$'\t'*}")
        shown+=("${reply/$'\t'/  -- }")
    done
    compadd "$space[@]" -V choices -l -d shown -a -- found
}

if [[ $funcstack[1] == _PROGRAM ]]; then
    _PROGRAM "$@"
else
    compdef _PROGRAM PROGRAM
fi
