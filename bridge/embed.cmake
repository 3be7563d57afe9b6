# Makes a C file that holds INPUT as NAME_text, with a NUL behind it, and its length as NAME_length.
file(READ "${INPUT}" hex HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
string(REGEX REPLACE "(................................................................................)" "\\1\n\t" bytes "${bytes}")
file(WRITE "${OUTPUT}" "#include \"${HEADER}\"

const char ${NAME}_text[] = {
\t${bytes} 0
};

const size_t ${NAME}_length = sizeof ${NAME}_text - 1;
")
