package org.millwright;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where the service finds and leaves things. Set in config/application.properties, by environment or on the command
 * line; relative paths count from the working folder.
 */
@ConfigMapping(prefix = "millwright")
public interface Settings {
    /** Folder of the installation; the launcher sets it. */
    @WithDefault(".")
    Path home();

    /** Folder with {@code plans/} and {@code releases/}. */
    @WithDefault("${millwright.home}/config")
    Path config();

    /** File that describes the lines. */
    @WithDefault("${millwright.config}/plant.yaml")
    Path plant();

    /** File of the people and programs that may log in, and their roles; it need not be there. */
    @WithDefault("${millwright.config}/users.yaml")
    Path users();

    /** Folder of the journal, the content store, and the own and the trusted certificates; one service only uses it. */
    @WithDefault("${millwright.home}/data")
    Path data();

    /** TCP port of the MES endpoint, 0 for a free one. */
    @WithDefault("4840")
    int mesPort();

    /**
     * Addresses of simulated controllers by the id of the controller that each stands in for. A line whose every
     * controller stands here can be rehearsed; the plan's hash stays that of the real line.
     */
    Map<String, String> simulated();
}
