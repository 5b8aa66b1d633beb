# OpenCC: the pinned source package, built with cmake as static libraries.
# shellcheck shell=bash

opencc_is_ready() {
    stamped opencc "$OPENCC_SDIST_SHA256 $OPENCC_HOME" && [[ -s $OPENCC_HOME/lib/libopencc.a && -s $OPENCC_HOME/lib/libmarisa.a ]]
}

# Built by an earlier hand, without our stamp: taken if it is whole and says the right version.
adopt_opencc() {
    if [[ -s $OPENCC_HOME/lib/libopencc.a && -s $OPENCC_HOME/lib/libmarisa.a && -s $OPENCC_HOME/include/opencc/opencc.h ]] &&
        grep -qx "Version: $OPENCC_VERSION" "$OPENCC_HOME/lib/pkgconfig/opencc.pc" 2>/dev/null; then
        stamp opencc "$OPENCC_SDIST_SHA256 $OPENCC_HOME"
    fi
}

ready_opencc() {
    opencc_is_ready || adopt_opencc
    if opencc_is_ready; then
        say "OpenCC $OPENCC_VERSION ... already here"
        return
    fi
    quiet "OpenCC $OPENCC_VERSION: source" fetch_pypi opencc "$OPENCC_VERSION" "$OPENCC_SDIST_SHA256" "$TMP/opencc.tar.gz" --no-binary :all:
    quiet "OpenCC $OPENCC_VERSION: build (30 to 110 s)" build_opencc
    stamp opencc "$OPENCC_SDIST_SHA256 $OPENCC_HOME"
}

build_opencc() {
    local source=$TMP/opencc-$OPENCC_VERSION build=$TMP/opencc-build staged=$TMP/opencc-staged
    tar -xzf "$TMP/opencc.tar.gz" -C "$TMP"
    cmake -S "$source" -B "$build" -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=OFF -DBUILD_DOCUMENTATION=OFF \
        -DENABLE_GTEST=OFF -DCMAKE_INSTALL_LIBDIR=lib -DCMAKE_INSTALL_PREFIX="$OPENCC_HOME"
    cmake --build "$build" --parallel "$(nproc)"
    # The prefix is compiled in, so it is the final one; the files go to one side until all are there.
    DESTDIR=$staged cmake --install "$build"
    rm -rf "$OPENCC_HOME"
    mv "$staged$OPENCC_HOME" "$OPENCC_HOME"
}
