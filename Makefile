# The commands of this project. Each installs what it needs, or says the one line that does.

SWIFT ?= swift
BUILD ?= .build
PACKAGES = libmicrohttpd-dev libserialport-dev libsodium-dev libsqlite3-dev pkg-config unifont \
	libfreetype-dev libharfbuzz-dev libfribidi-dev \
	fonts-hanazono fonts-babelstone-han fonts-noto-core
BROWSER_PACKAGES = chromium fonts-noto-cjk imagemagick python3-venv

.PHONY: run test test-browser test-hardware hardware test-firmware firmware firmware-boards \
	firmware-conformance pictures docs bench lint format browser tools \
	kill-campaign day-campaign print-campaign bus-campaign fuzz clean

# The demonstration hall, in the foreground until Ctrl-C.
run: tools
	$(SWIFT) build -c release --scratch-path $(BUILD) --product hallkeeper
	exec $(BUILD)/release/hallkeeper --config examples/demo-hall.yaml

# Everything that needs no browser, no emulator and no root; the pages' own logic where Node is.
test: tools
	if command -v node >/dev/null; then node --test Tests/PagesTests/; fi
	if command -v python3 >/dev/null; then \
		python3 -B firmware-protocol/vectors/make_vectors.py --check && \
		python3 -B -m unittest discover --start-directory firmware-protocol/examples && \
		$(MAKE) -C firmware-protocol/reference test; fi
	$(SWIFT) build --scratch-path $(BUILD) --build-tests
	$(SWIFT) test --scratch-path $(BUILD) --skip-build

# The pages in a real browser.
test-browser: browser
	$(WITH_BROWSER)/pytest -p no:cacheprovider Tests/BrowserTests

# The program itself on an emulated machine, with a printer at a true USB adapter whose plug is
# pulled; in software alone, so that it runs anywhere.
HARDWARE_PACKAGES = qemu-system-x86 busybox-static binutils cpio kmod python3
test-hardware: hardware
	$(SWIFT) build --scratch-path $(BUILD) --product hallkeeper
	$(SWIFT) build --scratch-path $(BUILD) --product socket-printer
	sh Tests/HardwareTests/machine.sh $(BUILD)/debug/hallkeeper $(BUILD)/hardware
	HALLKEEPER_MACHINE=$(abspath $(BUILD))/hardware \
		HALLKEEPER_SOCKET_PRINTER=$(abspath $(BUILD))/debug/socket-printer \
		python3 -B -m unittest discover -v Tests/HardwareTests

# The emulator and a kernel for it.
hardware: tools
	@sh tools/install.sh $(HARDWARE_PACKAGES)
	@$(MAKE) --no-print-directory $(BUILD)/hardware/vmlinuz

$(BUILD)/hardware/vmlinuz:
	sh Tests/HardwareTests/kernel.sh $(BUILD)/hardware

# The window unit's firmware on emulated chips, driven over their lines.
FIRMWARE_PACKAGES = qemu-system-arm gcc-avr avr-libc libsimavr-dev libelf-dev unifont make python3
test-firmware: firmware
	$(SWIFT) build --scratch-path $(BUILD) --product hallkeeper
	$(SWIFT) build --scratch-path $(BUILD) --product bus-desk
	$(MAKE) --no-print-directory -j2 firmware-boards firmware-conformance

ON_BOARDS = HALLKEEPER_FIRMWARE=$(abspath $(BUILD))/firmware \
	HALLKEEPER_BUS_DESK=$(abspath $(BUILD))/debug/bus-desk \
	HALLKEEPER_PROGRAM=$(abspath $(BUILD))/debug/hallkeeper \
	python3 -B -m unittest discover -v Tests/FirmwareTests
firmware-boards:
	$(ON_BOARDS)
firmware-conformance:
	$(ON_BOARDS) --pattern conformance.py

# The firmware of both boards, and the emulators for them.
firmware: tools
	@sh tools/install.sh $(FIRMWARE_PACKAGES)
	$(MAKE) -C firmware-protocol/boards BUILD=$(abspath $(BUILD))/firmware

# The pictures of README and docs, taken anew.
pictures: browser
	$(WITH_BROWSER)/python tools/pictures.py
	$(BUILD)/release/hallkeeper slip preview --config examples/district-hall.yaml \
		--output $(BUILD)/slip.png
	convert $(BUILD)/slip.png docs/pictures/slip.png

# docs/commands.md, as the hall answers now.
docs: tools
	HALLKEEPER_WRITE_DOCS=1 $(SWIFT) test --scratch-path $(BUILD) --filter CommandTableTests

# Speed and size, as ratios against baselines in the same run; with a year of so many days.
BENCH_DAYS ?= 250
bench: tools
	$(SWIFT) build -c release --scratch-path $(BUILD)
	@sh tools/install.sh python3-venv
	@$(MAKE) --no-print-directory $(BUILD)/escpos/installed
	$(BUILD)/release/bench --days $(BENCH_DAYS) --json docs/bench.json \
		--python $(BUILD)/escpos/bin/python

# Another library's slips, to compare with.
$(BUILD)/escpos/installed:
	python3 -m venv $(BUILD)/escpos
	$(BUILD)/escpos/bin/pip install --quiet python-escpos==3.1
	touch $@

# Style, layers and warnings; changes nothing.
lint: tools
	$(SWIFT) format lint --strict --recursive --parallel Sources Tests Package.swift
	$(SWIFT) build --scratch-path $(BUILD) --build-tests \
		--explicit-target-dependency-import-check error

format:
	$(SWIFT) format --in-place --recursive --parallel Sources Tests Package.swift

# Hundreds of kills of the running program; about twenty minutes.
kill-campaign: tools
	$(SWIFT) build --scratch-path $(BUILD) --build-tests
	HALLKEEPER_KILLS=500 $(SWIFT) test --scratch-path $(BUILD) --skip-build --filter KillTests

# Thousands of simulated days; HALLKEEPER_DAY_SEED chooses where to begin.
day-campaign: tools
	$(SWIFT) build -c release --scratch-path $(BUILD) --build-tests -Xswiftc -enable-testing
	HALLKEEPER_DAYS=10000 $(SWIFT) test -c release --scratch-path $(BUILD) --skip-build \
		--filter DayTests

# Ten thousand slips, with a fault of the printer or its line at every one.
print-campaign: tools
	$(SWIFT) build -c release --scratch-path $(BUILD) --build-tests -Xswiftc -enable-testing
	HALLKEEPER_SLIPS=10000 $(SWIFT) test -c release --scratch-path $(BUILD) --skip-build \
		--filter PrinterCampaignTests

# A hundred million damaged frames, of which none may be taken for another; then ten million over
# bad wires, with units and ports that fail all the time.
bus-campaign: tools
	$(SWIFT) build -c release --scratch-path $(BUILD) --build-tests -Xswiftc -enable-testing
	HALLKEEPER_FRAMES=100000000 $(SWIFT) test -c release --scratch-path $(BUILD) --skip-build \
		--filter MutatedFrameTests
	HALLKEEPER_BUS_FRAMES=10000000 $(SWIFT) test -c release --scratch-path $(BUILD) --skip-build \
		--filter BusCampaignTests

# What is made of bytes from outside, tried with hostile ones for so many seconds each.
FUZZ_SECONDS ?= 60
FUZZ_TARGETS ?= configuration bodies facts backups logs traces wires devices shares
fuzz: tools
	for target in $(FUZZ_TARGETS); do \
		HALLKEEPER_FUZZ=1 $(SWIFT) build -c release --scratch-path $(BUILD)/fuzz --sanitize fuzzer \
			-Xswiftc -enable-testing --product fuzz-$$target || exit 1; \
	done
	tools/fuzz.sh $(BUILD)/fuzz/release $(BUILD)/fuzz $(FUZZ_SECONDS) $(FUZZ_TARGETS)

# Chromium from Debian, the rest into an environment of its own.
WITH_BROWSER = HALLKEEPER_PROGRAM=$(abspath $(BUILD))/release/hallkeeper $(BUILD)/browser/bin
browser: tools
	@sh tools/install.sh $(BROWSER_PACKAGES)
	$(SWIFT) build -c release --scratch-path $(BUILD) --product hallkeeper
	@$(MAKE) --no-print-directory $(BUILD)/browser/installed

$(BUILD)/browser/installed: Tests/BrowserTests/requirements.txt
	python3 -m venv $(BUILD)/browser
	$(BUILD)/browser/bin/pip install --quiet --requirement $<
	touch $@

# Installs what is missing, or, without root, says how.
tools:
	@sh tools/install.sh $(PACKAGES)

clean:
	rm -rf $(BUILD)
