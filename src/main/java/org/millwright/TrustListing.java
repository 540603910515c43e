package org.millwright;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.millwright.document.Json;
import org.millwright.document.Json.Items;
import org.millwright.document.Json.Member;
import org.millwright.document.Json.Members;
import org.millwright.document.Json.Text;
import org.millwright.trust.Certificates;
import org.millwright.trust.TrustList.Listed;

/**
 * The certificates of a PKI folder, for people and for programs.
 *
 * @param own empty before the first start
 * @param toGiveAway where the own certificate lies or will lie
 */
record TrustListing(
        Path pki, Optional<X509Certificate> own, Path toGiveAway, List<Listed> controllers, List<Listed> clients) {

    String text() {
        StringBuilder out = new StringBuilder("PKI folder " + pki + "\n\n");
        own.ifPresentOrElse(
                c -> out.append(block("own", c)).append(line("give", toGiveAway + " (or .pem) to the controllers")),
                () -> out.append("own: none yet, it is made at the first start of the service\n"));
        controllers.forEach(one -> out.append(block("controller", one)));
        clients.forEach(one -> out.append(block("client", one)));
        return out.toString();
    }

    private static String block(String whose, Listed one) {
        return "\n" + block(standing(one), one.certificate()) + line("of", "a " + whose)
                + line("since", one.since() + shownBy(one));
    }

    private static String shownBy(Listed one) {
        return one.shownBy().isEmpty() ? "" : ", shown by " + String.join(", ", one.shownBy());
    }

    private static String block(String standing, X509Certificate certificate) {
        return standing + " " + Certificates.fingerprint(certificate) + "\n"
                + line("subject", Certificates.subject(certificate))
                + line("application", Certificates.applicationUri(certificate))
                + line("valid", Certificates.from(certificate) + " to " + Certificates.to(certificate));
    }

    private static String line(String name, String value) {
        return "    %-12s %s%n".formatted(name, value);
    }

    String json() {
        List<Member> members = new ArrayList<>(List.of(new Member("folder", pki.toString())));
        own.ifPresent(c -> {
            List<Member> described = described(c);
            described.add(new Member("file", toGiveAway.toString()));
            members.add(new Member("own", new Members(described)));
        });
        members.add(new Member("controllers", items(controllers)));
        members.add(new Member("clients", items(clients)));
        return new Members(members).written();
    }

    private static Items items(List<Listed> all) {
        return new Items(all.stream().map(TrustListing::json).toList());
    }

    private static Json json(Listed one) {
        List<Member> described = described(one.certificate());
        described.add(0, new Member("standing", standing(one)));
        described.add(new Member("file", one.file().toString()));
        described.add(new Member("since", one.since().toString()));
        described.add(new Member(
                "shownBy", new Items(one.shownBy().stream().<Json>map(Text::new).toList())));
        return new Members(described);
    }

    private static List<Member> described(X509Certificate certificate) {
        return new ArrayList<>(List.of(
                new Member("fingerprint", Certificates.fingerprint(certificate).hex()),
                new Member("subject", Certificates.subject(certificate)),
                new Member("applicationUri", Certificates.applicationUri(certificate)),
                new Member("validFrom", Certificates.from(certificate).toString()),
                new Member("validTo", Certificates.to(certificate).toString())));
    }

    private static String standing(Listed one) {
        return one.standing().name().toLowerCase(Locale.ROOT);
    }
}
