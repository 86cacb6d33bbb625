package io.tollgate.benchmarks.spring;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.server.SecurityWebFilterChain;

/**
 * Spring Cloud Gateway and Spring Security: a form login, sessions in memory, rules by role, everything else as it is where
 * nothing is said. Only the guard against forged forms is off, so that a login is one request.
 */
@SpringBootApplication
@EnableWebFluxSecurity
public class SpringGateway {
    /** Starts it; ports, certificate and the user come as properties. */
    public static void main(String[] words) {
        SpringApplication.run(SpringGateway.class, words);
    }

    /** One application behind it. */
    @Bean
    RouteLocator routes(RouteLocatorBuilder builder, @Value("${bench.app}") String app) {
        return builder.routes()
                .route("billing", route -> route.path("/**").uri(app))
                .build();
    }

    /** The rules of the other gateways here. */
    @Bean
    SecurityWebFilterChain security(ServerHttpSecurity http) {
        return http.authorizeExchange(rules -> rules.pathMatchers(HttpMethod.DELETE, "/invoices/**")
                        .denyAll()
                        .pathMatchers("/claims/**", "/invoices/**")
                        .hasRole("biller")
                        .pathMatchers(HttpMethod.GET, "/patients/*")
                        .hasAnyRole("biller", "front-desk")
                        .anyExchange()
                        .denyAll())
                .formLogin(Customizer.withDefaults())
                .csrf(ServerHttpSecurity.CsrfSpec::disable)
                .build();
    }

    /** Who may log in. */
    @Bean
    MapReactiveUserDetailsService users(
            @Value("${bench.user}") String name, @Value("${bench.password}") String password) {
        PasswordEncoder encoder = PasswordEncoderFactories.createDelegatingPasswordEncoder();
        return new MapReactiveUserDetailsService(User.withUsername(name)
                .password(encoder.encode(password))
                .roles("biller")
                .build());
    }
}
