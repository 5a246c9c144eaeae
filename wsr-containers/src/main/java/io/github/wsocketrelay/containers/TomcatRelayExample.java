package io.github.wsocketrelay.containers;

import io.github.wsocketrelay.RelayServer;
import io.github.wsocketrelay.jakarta.RelayMount;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;

/** A relay in embedded Tomcat, at {@code ws://localhost:<port>/relay}. */
public final class TomcatRelayExample {
  private TomcatRelayExample() {}

  /**
   * Runs until it is stopped.
   *
   * @param args the port; 8080 if there is none, and 0 for any
   */
  public static void main(String[] args) throws Exception {
    RequestAddress address = new RequestAddress();
    MountedRelay relay =
        new MountedRelay(RelayMount.builder().remoteAddress(address).relay(RelayServer.builder()));
    Tomcat tomcat = tomcat(args.length == 0 ? 8080 : Integer.parseInt(args[0]), relay, address);
    System.out.println("relay in Tomcat at port " + tomcat.getConnector().getLocalPort());
    tomcat.getServer().await();
  }

  static Tomcat tomcat(int port, MountedRelay relay, RequestAddress address) throws Exception {
    Path work = Files.createTempDirectory("tomcat");
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(work.toString());
    tomcat.setPort(port);
    Context application = tomcat.addContext("", work.toString());
    application.addServletContainerInitializer(new WsSci(), null);
    application.addServletContainerInitializer(
        (classes, context) -> {
          context.addListener(relay);
          context.addListener(address);
          context.addServlet("files", new DefaultServlet()).addMapping("/"); // Filters need one.
        },
        null);
    tomcat.getConnector();
    tomcat.start();
    return tomcat;
  }
}
