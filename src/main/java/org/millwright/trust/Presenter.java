package org.millwright.trust;

import java.util.regex.Pattern;

/**
 * Who shows a certificate.
 *
 * @param name lower-case letters, digits and dashes, for example a controller's id; what it showed last is kept by it
 * @param applicationUri of the application that it says it is
 * @param host name or IP address at which it was reached
 */
public record Presenter(String name, String applicationUri, String host) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,100}");

    public Presenter {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a name of a presenter: " + name);
        }
    }
}
