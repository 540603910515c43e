package org.millwright.simulators.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Opens a YAML file as one section that knows its line numbers. */
final class YamlDocument {
    private static final int MAX_FILE_BYTES = 1024 * 1024;

    private YamlDocument() {}

    static YamlSection open(Path file) throws ConfigException {
        String text = content(file);
        YAMLMapper mapper = YAMLMapper.builder(YAMLFactory.builder()
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build())
                .build();
        try {
            Map<String, Integer> lines = lines(mapper.getFactory().createParser(text));
            JsonNode root = mapper.readTree(text);
            if (!root.isObject()) {
                throw new ConfigException(file + ":1: the file must be a section of keys");
            }
            return new YamlSection(file.toString(), lines, "", root);
        } catch (JsonProcessingException bad) {
            JsonLocation where = bad.getLocation();
            throw new ConfigException("%s:%d: %s"
                    .formatted(
                            file,
                            where == null ? 1 : where.getLineNr(),
                            bad.getOriginalMessage().lines().findFirst().orElse("not YAML")));
        } catch (IOException impossible) {
            throw new ConfigException(file + ": cannot be read: " + impossible.getMessage());
        }
    }

    private static String content(Path file) throws ConfigException {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new ConfigException(file + ": larger than %d bytes".formatted(MAX_FILE_BYTES));
            }
            return Files.readString(file);
        } catch (NoSuchFileException missing) {
            throw new ConfigException(file + ": there is no such file");
        } catch (MalformedInputException notText) {
            throw new ConfigException(file + ": is not UTF-8 text");
        } catch (IOException failed) {
            throw new ConfigException(file + ": cannot be read: " + failed.getMessage());
        }
    }

    /** The line of each value by pointer; a key's line is its value's first mention. */
    private static Map<String, Integer> lines(JsonParser parser) throws IOException {
        Map<String, Integer> lines = new HashMap<>();
        try (parser) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                String pointer = parser.getParsingContext().pathAsPointer().toString();
                lines.putIfAbsent(pointer, parser.currentTokenLocation().getLineNr());
            }
        }
        return lines;
    }
}
