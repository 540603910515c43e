package org.millwright.mes.model;

/** The namespaces of the model. Their indexes are another matter on each server. */
public final class Uris {
    public static final String JOB_CONTROL = "http://opcfoundation.org/UA/ISA95-JOBCONTROL_V2/";
    public static final String MACHINERY_JOBS = "http://opcfoundation.org/UA/Machinery/Jobs/";
    public static final String MILLWRIGHT = "urn:millwright:mes";

    private Uris() {}
}
