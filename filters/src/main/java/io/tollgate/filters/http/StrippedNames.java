package io.tollgate.filters.http;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** The published list behind {@link StrippedHeaders}. A change here is a change of docs/headers.md. */
final class StrippedNames {
    /** Who somebody is, as login proxies of all kinds say it. */
    static final String[] IDENTITY = {
        "X-User",
        "X-User-Id",
        "X-User-Name",
        "X-Username",
        "X-User-Email",
        "X-User-Role",
        "X-User-Roles",
        "X-User-Groups",
        "X-Role",
        "X-Roles",
        "X-Group",
        "X-Groups",
        "X-Email",
        "X-Login",
        "X-Userinfo",
        "X-Token-Subject",
        "X-Session-Id",
        "X-Client-Cert",
        "X-Client-DN",
        "X-Client-Verify",
        "X-ARR-ClientCert",
        "X-SSL-Cert",
        "X-IDP-User",
        "X-Jwt-Assertion",
        "X-Principal",
        "X-Impersonate-User",
        "X-Admin",
        "X-Is-Admin",
        "Remote-User",
        "Remote-Name",
        "Remote-Email",
        "Remote-Groups",
        "Remote-Role",
        "Auth-User",
        "Auth-Type",
        "Authuser",
        "User",
        "Username",
        "Userid",
        "User-Id",
        "Roles",
        "SSO-User",
        "REMOTEUSER",
        "Logon-User",
        "Proxy-User",
        "Proxy-Remote-User",
        "SSL-Client-Cert",
        "Client-Cert",
        "Client-Cert-Chain",
        "Certificate",
        "Cert",
        "Eppn",
        "Iv-User",
        "Iv-Groups",
        "Iv-Creds",
        "Iv-User-L",
        "Iv-Server-Name",
        "Iv-Remote-Address",
        "Uid",
        "Front-End-Https-User",
        "Kbn-User",
        "Grafana-User"
    };

    /** Where a request comes from. */
    static final String[] ADDRESS = {
        "Forwarded",
        "Forwarded-For",
        "Forwarded-Proto",
        "Forwarded-Host",
        "X-Forwarded",
        "X-Real-IP",
        "X-Real-Port",
        "X-Client-IP",
        "Client-IP",
        "True-Client-IP",
        "X-True-Client-IP",
        "CF-Connecting-IP",
        "CF-Connecting-IPv6",
        "CF-IPCountry",
        "CF-Visitor",
        "Fastly-Client-IP",
        "Fly-Client-IP",
        "X-Cluster-Client-IP",
        "X-Originating-IP",
        "X-Source-IP",
        "X-Custom-IP-Authorization",
        "X-IP",
        "X-Peer-IP",
        "X-ProxyUser-IP",
        "X-Azure-ClientIP",
        "X-Azure-SocketIP",
        "X-Envoy-External-Address",
        "X-Envoy-Internal",
        "X-Envoy-Downstream-Service-Cluster",
        "X-Appengine-User-IP",
        "X-Coming-From",
        "Coming-From",
        "HTTP-Client-IP",
        "X-Host",
        "X-HTTP-Host-Override",
        "X-Scheme",
        "X-Url-Scheme",
        "Front-End-Https",
        "X-Proto",
        "X-Backend-Host",
        "X-Backend-Server",
        "X-BlueCoat-Via",
        "Via",
        "X-Via",
        "Remote-Addr",
        "Remote-Host",
        "X-From-IP",
        "X-Gateway-Host"
    };

    /** What was really asked for: another URL or another method. And what makes a CGI program use a proxy of the client's. */
    static final String[] OVERRIDE = {
        "X-Rewrite-URL",
        "X-Rewrite-Uri",
        "X-Override-URL",
        "X-HTTP-DestinationURL",
        "X-HTTP-Path-Override",
        "X-Proxy-URL",
        "X-Request-Uri",
        "X-Request-Url",
        "Request-Uri",
        "Base-Url",
        "Http-Url",
        "Proxy-Url",
        "Redirect-Url",
        "X-Script-Name",
        "Script-Name",
        "X-Path-Info",
        "Path-Info",
        "X-Servlet-Path",
        "X-Waws-Unencoded-Url",
        "X-Context-Path",
        "X-Accel-Redirect",
        "X-Accel-Mapping",
        "X-Sendfile",
        "X-Sendfile-Type",
        "X-HTTP-Method",
        "X-HTTP-Method-Override",
        "X-Method-Override",
        "X-HTTP-Verb-Override",
        "X-Method",
        "X-Verb",
        "X-Http-Verb",
        "_method",
        "Http-Method",
        "Method-Override",
        "Proxy"
    };

    /** Whole families. */
    static final String[] FAMILIES = {
        "X-Forwarded-",
        "X-Original-",
        "X-Remote-",
        "X-Auth",
        "X-WebAuth-",
        "X-Consumer-",
        "X-Credential-",
        "X-Anonymous-Consumer",
        "X-MS-Client-",
        "X-MS-Token-",
        "X-Goog-Auth",
        "X-Goog-IAP-",
        "X-Amzn-Oidc-",
        "X-Amzn-Mtls-",
        "X-SSL-Client-",
        "X-Gateway-",
        "X-Tollgate-",
        "Tollgate-",
        "X-Shib-",
        "Shib-",
        "X-Vouch-",
        "X-Pomerium-",
        "X-Authentik-",
        "X-Authelia-",
        "X-Envoy-Original-",
        "Cf-Access-",
        "SSL-Client-",
        "OIDC-",
        "SM-",
        "Iv-",
        "Mellon-",
        "WL-Proxy-",
        "Remote-User-",
        "CAS-",
        "X-CAS-",
        "X-Oauth-",
        "X-Saml-",
        "Saml-",
        "X-Kubernetes-",
        "X-Teleport-",
        "Auth-Request-"
    };

    static final Set<String> NAMES = names();

    /** By their first letters. */
    private static final String[][] PREFIXES = prefixes();

    private StrippedNames() {}

    private static Set<String> names() {
        Set<String> names = new HashSet<>();
        for (String[] list : new String[][] {IDENTITY, ADDRESS, OVERRIDE}) {
            for (String name : list) {
                names.add(StrippedHeaders.bare(name));
            }
        }
        return Set.copyOf(names);
    }

    private static String[][] prefixes() {
        String[][] prefixes = new String[256][0];
        for (String family : FAMILIES) {
            String prefix = StrippedHeaders.bare(family);
            String[] known = prefixes[prefix.charAt(0)];
            String[] more = Arrays.copyOf(known, known.length + 1);
            more[known.length] = prefix;
            prefixes[prefix.charAt(0)] = more;
        }
        return prefixes;
    }

    /** Whether a name is of a stripped family. Without an X they count before a separator only: sm-user, not smile. */
    static boolean hasPrefix(byte[] bytes, int start, int end) {
        int first = start;
        while (first < end && StrippedHeaders.isSeparator(bytes[first])) {
            first++;
        }
        if (first == end) {
            return false;
        }
        for (String prefix : PREFIXES[SpellingTable.lower(bytes[first])]) {
            int rest = SpellingTable.endOfPrefix(bytes, start, end, prefix);
            if (rest >= 0 && (prefix.charAt(0) == 'x' || (rest < end && StrippedHeaders.isSeparator(bytes[rest])))) {
                return true;
            }
        }
        return false;
    }
}
