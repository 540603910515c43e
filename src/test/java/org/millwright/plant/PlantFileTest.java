package org.millwright.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.millwright.document.DocumentException;
import org.millwright.document.Problem;
import org.millwright.plant.Controller.Access;
import org.millwright.plant.Controller.Driver;
import org.millwright.plant.Controller.Expected;
import org.millwright.plant.Controller.Login;
import org.millwright.plant.Controller.Secret;
import org.millwright.plant.Controller.Security;

class PlantFileTest {
    private static final String GOOD = """
            tag-maps:
              halden:
                tags: {state: "nsu=urn:h;s=State", cycle-count: "ns=2;i=7"}
                retained: {total: "s=Total", wear: "s=Wear"}
            lines:
              - id: assembly-1
                name: Assembly 1
                contact: Shift leader, 4711
                stations:
                  - name: Loader
                    controllers:
                      - id: st10
                        driver: opcua
                        address: opc.tcp://plc-10.example:4840/plc
                        expects: {manufacturerUri: "urn:h", productCode: HC-1}
                        security: basic256sha256
                        login: {user: millwright, password: {env: ST10_PASSWORD}}
                        tags: halden
                        retained: {wear: "s=Wear2"}
                      - id: st10-robot
                        driver: plc4x
                        address: modbus-tcp:tcp://10.0.0.7:502?default-unit-identifier=1
                        expects: {manufacturerUri: "urn:r", productCode: R-1}
                        security: none
                        profile: robot
            """;

    private static final String PROFILE = """
            protocol: modbus-tcp
            identity: {manufacturer-uri: "urn:r", product-code: R-1, revision: {tag: "input-register:1:CHAR[16]"}}
            tags: {state: "holding-register:1:UINT"}
            retained: {total: "holding-register:10:UDINT"}
            areas: {recipes: "holding-register:100:BYTE[40]"}
            """;

    @TempDir
    private Path folder;

    @Test
    void aPlantIsReadWithItsTagMapsAndSecretsByReference() throws Exception {
        Plant plant = read(GOOD);

        Controller st10 = new Controller(
                new ControllerId("st10"),
                "Loader",
                Driver.OPCUA,
                "opc.tcp://plc-10.example:4840/plc",
                new Expected("urn:h", "HC-1"),
                new Access(
                        Security.BASIC256SHA256,
                        Optional.of(new Login.Password("millwright", new Secret.EnvironmentVariable("ST10_PASSWORD")))),
                Map.of(Tag.STATE, "nsu=urn:h;s=State", Tag.CYCLE_COUNT, "ns=2;i=7"),
                Map.of("total", "s=Total", "wear", "s=Wear2"));
        Controller robot = new Controller(
                new ControllerId("st10-robot"),
                "Loader",
                Driver.PLC4X,
                "modbus-tcp:tcp://10.0.0.7:502?default-unit-identifier=1",
                new Expected("urn:r", "R-1"),
                new Access(Security.NONE, Optional.empty()),
                Map.of(Tag.STATE, "holding-register:1:UINT"),
                Map.of("total", "holding-register:10:UDINT"),
                Optional.of(ProfileFile.read(folder.resolve("profiles/robot.yaml"))));
        assertThat(plant)
                .isEqualTo(new Plant(List.of(
                        new Line(new LineId("assembly-1"), "Assembly 1", "Shift leader, 4711", List.of(st10, robot)))));
    }

    @Test
    void aUserMayProveToHoldAKey() throws Exception {
        String login = "login: {certificate: {file: secrets/user.p12, password: {env: P12_PASSWORD}}}";
        Plant plant = read(GOOD.replace("login: {user: millwright, password: {env: ST10_PASSWORD}}", login)
                .replace("security: basic256sha256", "security: aes256-sha256-rsapss"));

        Access access = plant.lines().getFirst().controllers().getFirst().access();
        assertThat(access)
                .isEqualTo(new Access(
                        Security.AES256_SHA256_RSAPSS,
                        Optional.of(new Login.Certificate(
                                folder.resolve("secrets/user.p12"), new Secret.EnvironmentVariable("P12_PASSWORD")))));
    }

    @ParameterizedTest
    @MethodSource
    void whatIsWrongIsNamedWithItsPlace(String from, String to, String message) throws Exception {
        assertThat(GOOD).as("the row changes the file").contains(from);

        assertThat(problems(GOOD.replace(from, to))).containsExactly(message.split("\n"));
    }

    static Stream<Arguments> whatIsWrongIsNamedWithItsPlace() {
        String first = "lines[0].stations[0].controllers[0].";
        String second = "lines[0].stations[0].controllers[1].";
        return Stream.of(
                row(
                        "address:",
                        "adress:",
                        "12:13: " + first + "address: missing; expected a text of 1 to 1000 characters"
                                + "\n14:13: " + first + "adress: unknown key; did you mean 'address'?"
                                + "\n20:13: " + second + "address: missing; expected a text of 1 to 1000 characters"
                                + "\n22:13: " + second + "adress: unknown key; did you mean 'address'?"),
                row(
                        "id: st10\n",
                        "id: ST10\n",
                        "12:17: " + first + "id: 'ST10'; expected a controller id (a-z, 0-9, dashes)"),
                row(
                        "st10-robot",
                        "st10",
                        "20:17: " + second + "id: 'st10'; expected an id that no other controller has"),
                row(
                        "id: assembly-1",
                        "id: Assembly 1",
                        "6:9: lines[0].id: 'Assembly 1'; expected a line id (a-z, 0-9, dashes)"),
                row("opcua", "opuca", "13:21: " + first + "driver: 'opuca'; did you mean 'opcua'?"),
                row("opcua", "profinet", "13:21: " + first + "driver: 'profinet'; expected one of opcua, plc4x"),
                row(
                        ":4840/plc",
                        "/plc",
                        "14:22: " + first + "address: 'opc.tcp://plc-10.example/plc';"
                                + " expected opc.tcp://HOST:PORT or opc.tcp://HOST:PORT/PATH"),
                row(
                        ":4840/plc",
                        ":70000",
                        "14:22: " + first + "address: 'opc.tcp://plc-10.example:70000';"
                                + " expected opc.tcp://HOST:PORT or opc.tcp://HOST:PORT/PATH"),
                row(
                        "modbus-tcp:tcp://10.0.0.7:502?default-unit-identifier=1",
                        "10.0.0.7",
                        "22:22: " + second + "address: '10.0.0.7';"
                                + " expected a PLC4X connection string like modbus-tcp:tcp://HOST:PORT"),
                row(
                        "modbus-tcp:tcp://10.0.0.7:502?default-unit-identifier=1",
                        "opc.tcp://plc-10.example:4840/plc",
                        "22:22: " + second + "address: 'opc.tcp://plc-10.example:4840/plc';"
                                + " expected an address that no other controller has"),
                row(
                        "modbus-tcp:tcp://10.0.0.7:502?default-unit-identifier=1",
                        "modbus-tcp:tcp://10.0.0.7:502?unit-identifier=1",
                        "22:22: " + second + "address: 'modbus-tcp:tcp://10.0.0.7:502?unit-identifier=1'; expected no"
                                + " parameter 'unit-identifier': modbus-tcp knows default-unit-identifier,"
                                + " request-timeout"),
                row(
                        "            security: none\n",
                        "",
                        "20:13: " + second + "security: missing; expected one of none, basic256sha256,"
                                + " aes128-sha256-rsaoaep, aes256-sha256-rsapss"),
                row(
                        "security: none",
                        "security: off",
                        "24:23: " + second + "security: 'off'; expected one of none, basic256sha256,"
                                + " aes128-sha256-rsaoaep, aes256-sha256-rsapss"),
                row(
                        "{env: ST10_PASSWORD}",
                        "geheim",
                        "17:49: " + first + "login.password: an in-line password;"
                                + " expected {env: NAME} or {file: PATH}; a password never stands in plant.yaml itself"),
                row(
                        "ST10_PASSWORD",
                        "ge heim",
                        "17:55: " + first + "login.password.env: a text that is not shown;"
                                + " expected a variable's name, like PLC_PASSWORD"),
                row(
                        "{env: ST10_PASSWORD}",
                        "{}",
                        "17:49: " + first + "login.password: a section;"
                                + " expected {env: NAME} or {file: PATH}; a password never stands in plant.yaml itself"),
                row(
                        "{env: ST10_PASSWORD}",
                        "{env: A, file: b}",
                        "17:49: " + first + "login.password: a section;"
                                + " expected {env: NAME} or {file: PATH}; a password never stands in plant.yaml itself"),
                row("tags: halden", "tags: haldem", "18:19: " + first + "tags: 'haldem'; did you mean 'halden'?"),
                row(
                        "cycle-count",
                        "cycles-count",
                        "3:40: tag-maps.halden.tags.cycles-count: unknown key; did you mean 'cycle-count'?"),
                row(
                        "s=Wear2",
                        "Wear2",
                        "19:23: " + first
                                + "retained: a section; expected OPC UA node ids like nsu=urn:maker:machine;s=State"),
                row(
                        "s=Total",
                        "Total",
                        "18:19: " + first
                                + "tags: 'halden'; expected OPC UA node ids like nsu=urn:maker:machine;s=State"),
                row(
                        "productCode: HC-1",
                        "productcode: HC-1",
                        "15:22: " + first + "expects.productCode: missing; expected a text of 1 to 1000 characters"
                                + "\n15:49: " + first
                                + "expects.productcode: unknown key; did you mean 'productCode'?"),
                row(
                        "contact: Shift leader, 4711",
                        "contact:",
                        "8:13: lines[0].contact: nothing; expected a text of 1 to 1000 characters"),
                row(
                        "lines:",
                        "line:",
                        "1:1: lines: missing; expected a list\n5:1: line: unknown key; did you mean 'lines'?"));
    }

    private static Arguments row(String from, String to, String message) {
        return argumentSet(to.isEmpty() ? "without " + from.strip() : to.strip(), from, to, message);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.7:502",
        "10.0.0.7:0502?default-unit-identifier=01",
        "10.0.0.7:502?request-timeout=900",
    })
    void aDeviceHasOnlyOneControllerHoweverItsAddressIsWritten(String address) {
        assertThat(problems(GOOD + another(address)))
                .containsExactly("28:22: lines[0].stations[0].controllers[2].address: 'modbus-tcp:tcp://" + address
                        + "'; expected an address that no other controller has");
    }

    @Test
    void unitsBehindOneGatewayAreDifferentDevices() throws Exception {
        Plant plant = read(GOOD + another("10.0.0.7:502?default-unit-identifier=2"));

        assertThat(plant.lines().getFirst().controllers()).hasSize(3);
    }

    private static String another(String address) {
        return """
                      - id: st10-feeder
                        driver: plc4x
                        address: modbus-tcp:tcp://%s
                        expects: {manufacturerUri: "urn:r", productCode: R-1}
                        security: none
                        profile: robot
            """.formatted(address).indent(0);
    }

    @Test
    void stationsOfALineHaveDifferentNames() throws Exception {
        String twice = GOOD + """
                      - name: Loader
                        controllers:
                          - id: st20
                            driver: opcua
                            address: opc.tcp://plc-20.example:4840
                            expects: {manufacturerUri: "urn:h", productCode: HC-1}
                            security: none
                """;

        assertThat(problems(twice))
                .containsExactly(
                        "26:15: lines[0].stations[1].name: 'Loader'; expected a name that no other station has");
    }

    @Test
    void thePlantThatIsDeliveredCanBeRead() throws Exception {
        Plant plant = PlantFile.read(Path.of("../config/plant.yaml"));

        Line line = plant.line(new LineId("assembly-1")).orElseThrow();
        assertThat(line.controllers()).hasSize(6).allSatisfy(c -> {
            assertThat(c.tags()).containsOnlyKeys(Tag.values());
            assertThat(c.retained()).isNotEmpty();
        });
        assertThat(line.controllers())
                .map(Controller::access)
                .anySatisfy(access -> assertThat(access.login())
                        .containsInstanceOf(Login.Password.class)
                        .map(Login.Password.class::cast)
                        .map(Login.Password::secret)
                        .hasValueSatisfying(secret -> assertThat(secret)
                                .isInstanceOfSatisfying(
                                        Secret.File.class,
                                        file -> assertThat(file.path()).isReadable())));
    }

    private List<String> problems(String yaml) {
        DocumentException e = catchThrowableOfType(DocumentException.class, () -> read(yaml));
        assertThat(e).as("the file is refused").isNotNull();
        String prefix = folder.resolve("plant.yaml") + ":";
        return e.problems().stream()
                .map(Problem::toString)
                .map(s -> s.replace(prefix, ""))
                .toList();
    }

    private Plant read(String yaml) throws DocumentException, IOException {
        Files.createDirectories(folder.resolve("profiles"));
        Files.writeString(folder.resolve("profiles/robot.yaml"), PROFILE);
        return PlantFile.read(Files.writeString(folder.resolve("plant.yaml"), yaml));
    }
}
