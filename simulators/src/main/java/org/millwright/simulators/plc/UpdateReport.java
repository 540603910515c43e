package org.millwright.simulators.plc;

/** What a controller says about its update to people and machines (OPC 10000-100 8.4.1.8, 8.4.1.13, 8.4.3). */
final class UpdateReport {
    private final SoftwareSlots slots;
    private String subject;
    private String status = "Ready";
    private VendorError error = VendorError.NONE;
    private String errorMessage = "";

    UpdateReport(SoftwareSlots slots) {
        this.slots = slots;
        this.subject = running();
    }

    /** Names the software that later failures are about. */
    void about(PackageImage image) {
        subject = image.software().revision();
    }

    void say(String text) {
        status = text;
        error = VendorError.NONE;
    }

    void fail(VendorError why) {
        status = why.text(subject, running());
        error = why;
    }

    /** What is wrong with a transfer; blank when nothing is. */
    void setErrorMessage(String text) {
        errorMessage = text;
    }

    String status() {
        return status;
    }

    int code() {
        return error.code();
    }

    String errorMessage() {
        return errorMessage;
    }

    /** The running software's revision, or words for none. */
    String running() {
        return slots.current().map(image -> image.software().revision()).orElse("no working software");
    }
}
