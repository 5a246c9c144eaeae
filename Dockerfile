# docker build -t wsrserve . && docker run --read-only -p 8080:8080 wsrserve
# after: mvn -DskipTests package
FROM eclipse-temurin:17-jre
COPY wsr-examples/target/wsr /opt/wsocketrelay
USER 65532:65532
EXPOSE 8080
ENTRYPOINT ["/opt/wsocketrelay/bin/wsrserve"]
CMD ["8080"]
