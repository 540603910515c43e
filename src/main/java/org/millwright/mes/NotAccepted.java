package org.millwright.mes;

import org.millwright.mes.ReturnStatus.Reply;

/** An order that is not understood or cannot be carried out here; nothing was written. */
final class NotAccepted extends Exception {
    private final transient Reply reply;

    /** With the standard's "unable to accept" beside what is wrong. */
    NotAccepted(ReturnStatus wrong, String text) {
        super(text);
        this.reply = Reply.not(text, ReturnStatus.UNABLE_TO_ACCEPT, wrong);
    }

    Reply reply() {
        return reply;
    }
}
