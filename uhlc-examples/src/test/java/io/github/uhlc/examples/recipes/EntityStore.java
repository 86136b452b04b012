package io.github.uhlc.examples.recipes;

import io.github.uhlc.Timestamp;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/** Entities with a timestamp, kept by Hibernate in H2. */
final class EntityStore implements AutoCloseable {
  // A field, as the level of a logger that nobody holds is forgotten.
  private final Logger log = Logger.getLogger("org.hibernate");
  private final SessionFactory factory;
  private final EntityManager entities;

  EntityStore() {
    log.setLevel(Level.SEVERE);
    factory =
        new Configuration()
            .addAnnotatedClass(StampedEntity.class)
            .addAttributeConverter(TimestampConverter.class)
            .setProperty("hibernate.connection.url", "jdbc:h2:mem:")
            .setProperty("hibernate.hbm2ddl.auto", "create")
            .buildSessionFactory();
    entities = factory.createEntityManager();
  }

  void add(Timestamp stamp) {
    entities.getTransaction().begin();
    entities.persist(new StampedEntity(stamp));
    entities.getTransaction().commit();
    entities.clear();
  }

  List<Timestamp> after(Timestamp stamp) {
    return entities
        .createQuery(
            "select e.stamp from StampedEntity e where e.stamp > :stamp order by e.stamp",
            Timestamp.class)
        .setParameter("stamp", stamp)
        .getResultList();
  }

  long countWithoutStamp() {
    String query = "select count(e) from StampedEntity e where e.stamp is null";
    return entities.createQuery(query, Long.class).getSingleResult();
  }

  Object smallestColumn() {
    String sql = "select min(stamp) from StampedEntity";
    return entities.createNativeQuery(sql, String.class).getSingleResult();
  }

  @Override
  public void close() {
    entities.close();
    factory.close();
  }

  /** The entity. */
  @Entity(name = "StampedEntity")
  static class StampedEntity {
    @Id @GeneratedValue private long id;

    @SuppressWarnings("unused") // Read by Hibernate.
    private Timestamp stamp;

    StampedEntity() {}

    StampedEntity(Timestamp stamp) {
      this.stamp = stamp;
    }
  }
}
